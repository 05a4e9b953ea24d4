import Foundation

/// The numbers at the key of a heatmap's colours. A key is read at its ends, so there is always a number at or near
/// each of them, and one between them where there is room.
struct ColorTicks {
  let domain: ColorDomain
  /// The least distance between neighbours, as a part of the length of the key.
  let gap: Double

  /// The outer ones stand within this part of the key's length from its ends.
  private static let reach = 0.2

  /// About `count` round numbers where they reach the ends, otherwise the ends themselves with few digits and the
  /// middle of the key.
  func values(about count: Int) -> [Double] {
    if let round = roundEnds, isFitting(round) { return round }
    let rows = (2...max(count, 3)).map { domain.ticks(count: $0) }.filter { isFitting($0) && reachesEnds($0) }
    if let most = rows.max(by: { $0.count < $1.count }), most.count > 2 { return most }
    let ends = reciprocalEnds ?? [rounded(domain.lower, from: 0), rounded(domain.upper, from: 1)]
    let whole = [ends[0], middle(of: ends), ends[1]]
    return isFitting(whole) ? whole : ends
  }

  private func place(_ value: Double) -> Double { domain.fraction(value) ?? .nan }

  private func isFitting(_ row: [Double]) -> Bool {
    let places = row.map(place)
    return row.count > 1 && zip(places, places.dropFirst()).allSatisfy { $1 - $0 >= gap }
  }

  /// Whether the outer ticks are near the ends, with the centre of a diverging scale among them.
  private func reachesEnds(_ row: [Double]) -> Bool {
    guard let first = row.first, let last = row.last else { return false }
    let hasCenter = domain.center.map { center in row.contains { abs(place($0) - place(center)) < 1e-9 } }
    return place(first) <= Self.reach && place(last) >= 1 - Self.reach && hasCenter ?? true
  }

  /// The ends of a logarithmic key and what is neutral, where the ends have a single digit.
  private var roundEnds: [Double]? {
    guard domain.isLogarithmic, let center = domain.center else { return nil }
    let ends = [domain.lower, domain.upper]
    let areRound = ends.allSatisfy { end in
      let mantissa = end / pow(10, log10(end).rounded(.down))
      return (mantissa - mantissa.rounded()).magnitude < 1e-9
    }
    return areRound ? [ends[0], center, ends[1]] : nil
  }

  /// Ratios that are round both ways, such as 1/8 and 8, where the key has equal ratios on both sides of its centre.
  private var reciprocalEnds: [Double]? {
    guard domain.isLogarithmic, let center = domain.center else { return nil }
    let reach = domain.upper / center
    let decade = pow(10, log10(reach).rounded(.down))
    let factors = [8, 5, 4, 2.5, 2, 1.25, 1].map { $0 * decade }
    guard let factor = factors.first(where: { $0 <= reach && $0 > 1 }) else { return nil }
    let ends = [center / factor, center * factor]
    return reachesEnds([ends[0], center, ends[1]]) ? ends : nil
  }

  /// `value`, which has the place `end` at an end of the key, rounded to the fewest digits with which it lies on the key
  /// and near that end.
  private func rounded(_ value: Double, from end: Double) -> Double {
    shortest(value) { (0...0.12).contains(end == 0 ? place($0) : 1 - place($0)) }
  }

  private func middle(of ends: [Double]) -> Double {
    if let center = domain.center { return center }
    let middle = domain.isLogarithmic ? (ends[0] * ends[1]).squareRoot() : (ends[0] + ends[1]) / 2
    return shortest(middle) { abs(place($0) - 0.5) <= 0.12 }
  }

  /// `value` to the fewest significant digits, rounded either way, that `isRight` allows.
  private func shortest(_ value: Double, _ isRight: (Double) -> Bool) -> Double {
    guard value != 0, value.isFinite else { return value }
    let power = log10(value.magnitude).rounded(.down)
    for digits in 1...15 {
      let unit = pow(10, power - Double(digits - 1))
      // Divided by a whole number where that is exact, so that 0.3 is 0.3.
      let inverse = unit < 1 ? (1 / unit).rounded() : 0
      for steps in [(value / unit).rounded(), (value / unit).rounded(.down), (value / unit).rounded(.up)] {
        let candidate = inverse > 0 ? steps / inverse : steps * unit
        if isRight(candidate) { return candidate }
      }
    }
    return value
  }
}

/// The key of a heatmap's colours, right of its panel.
struct ColorBarLayout {
  var domain: ColorDomain
  var ticks: [AxisLayout.Tick]
  var title: TextBlock
  /// The room taken beside the panel.
  var width: Double
  var barWidth: Double
  var gap: Double

  /// The bar of a panel with a heatmap, `nil` for any other.
  static func make(
    _ panel: ResolvedPanel, height: Double, engine: TextEngine, metrics: Metrics
  ) throws(PlotError) -> ColorBarLayout? {
    guard let domain = panel.colors else { return nil }
    let count = min(Int(height / (3.4 * metrics.small)), 7)
    let ticks = ColorTicks(domain: domain, gap: 1.3 * metrics.small / max(height, 1))
    let values = ticks.values(about: count)
    let numbers = NumberText.row(values, isLogarithmic: domain.isLogarithmic)
    var placed: [AxisLayout.Tick] = []
    for (value, text) in zip(values, numbers.texts) {
      let line = try engine.line(text, metrics.tick)
      placed.append(AxisLayout.Tick(value: value, label: TextBlock(lines: [line], size: metrics.small)))
    }
    let title = try TextWrapper(engine: engine, style: metrics.axisTitle).wrap(
      AxisTitle(panel.panel.color.title ?? "", exponent: numbers.exponent).text, width: height)
    let gap = 1.0 * metrics.font
    let barWidth = 0.8 * metrics.font
    var width = gap + barWidth + metrics.tickGap + (placed.map(\.label.width).max() ?? 0)
    if !title.isEmpty { width += metrics.titleGap + title.height }
    return ColorBarLayout(
      domain: domain, ticks: placed, title: title, width: width, barWidth: barWidth, gap: gap)
  }
}

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
