/// Draws the key of a heatmap's colours beside its panel.
struct ColorBarPainter {
  let bar: ColorBarLayout
  /// The panel's.
  let frame: Rect
  let theme: Theme
  let metrics: Metrics

  private static let steps = 64

  private var left: Double { frame.right + bar.gap }
  private var right: Double { left + bar.barWidth }

  func paint() -> [Element] { colors + hatching + numbers + title }

  private var colors: [Element] {
    (0..<Self.steps).map { step in
      // Each step reaches under the next, so that no seam shows between them.
      let rect = rect(step, reach: step + 1 < Self.steps ? 1.5 : 1)
      return Element(.colorBar, .fill(Path(rect), color(step)))
    }
  }

  /// The half below the middle as cells are hatched there, which tells what the hatching means.
  private var hatching: [Element] {
    (0..<Self.steps).filter { bar.domain.isHatched(at: fraction($0), theme: theme) }.compactMap { step in
      let path = Hatch.rising(in: rect(step, reach: 1), spacing: metrics.hatchSpacing)
      guard !path.isEmpty else { return nil }
      return Element(.colorBar, .stroke(path, theme.hatching(over: color(step))))
    }
  }

  private var numbers: [Element] {
    let scale = bar.domain.scale(start: frame.bottom, end: frame.top)
    return bar.ticks.compactMap { tick in
      guard let place = scale.place(tick.value), let line = tick.label.lines.first else { return nil }
      let at = Point(right + metrics.tickGap, place + line.ascent / 2)
      return Element(.tickLabel, .text(line, at: at, color: theme.quietInk, turned: false))
    }
  }

  private var title: [Element] {
    let left = frame.right + bar.width - bar.title.height
    return bar.title.turned(.axisTitle, left: left, centerY: frame.centerY, color: theme.quietInk)
  }

  private func fraction(_ step: Int) -> Double { (Double(step) + 0.5) / Double(Self.steps) }

  private func color(_ step: Int) -> Color { bar.domain.color(at: fraction(step), theme: theme) }

  /// The place of a step, `reach` steps high.
  private func rect(_ step: Int, reach: Double) -> Rect {
    let height = frame.height / Double(Self.steps)
    let low = frame.bottom - height * Double(step)
    return Rect(left: left, top: low - height * reach, right: right, bottom: low)
  }
}
