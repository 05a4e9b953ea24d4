/// The names of the lines, measured, and whether they can stand at their ends.
struct LineLabels {
  /// Labels by row and column.
  var cells: [[[LineLabel]]] = []
  private let figure: ResolvedFigure
  private let metrics: Metrics
  private let namesEverySeries: Bool

  init(figure: ResolvedFigure, engine: TextEngine, metrics: Metrics) throws(PlotError) {
    self.figure = figure
    self.metrics = metrics
    let names = Dictionary(figure.series.map { ($0.key, $0.name) }) { first, _ in first }
    var named: Set<String> = []
    for row in figure.cells {
      var line: [[LineLabel]] = []
      for panel in row {
        var labels: [LineLabel] = []
        for mark in panel?.marks ?? [] {
          guard let panel, let key = mark.mark.series, !labels.contains(where: { $0.series == key }),
            let end = Self.end(of: mark, in: panel)
          else { continue }
          let text = try engine.line(names[key] ?? key, metrics.label)
          labels.append(LineLabel(series: key, text: text, endX: end.0, endY: end.1))
          named.insert(key)
        }
        line.append(labels)
      }
      cells.append(line)
    }
    let all = Set(figure.panels.flatMap(\.marks).compactMap(\.mark.series))
    namesEverySeries = named == all
  }

  /// The last row of a line or step that is shown.
  private static func end(of mark: ResolvedMark, in panel: ResolvedPanel) -> (Double, Double)? {
    guard mark.geometry.isCurve, let xs = mark.x.first, let ys = mark.y.first,
      panel.x.axis.isReversed == false
    else { return nil }
    var best: Int?
    for row in mark.rows where mark.isShown[row] && (best.map { xs[row] >= xs[$0] } ?? true) {
      best = row
    }
    return best.map { (xs[$0], ys[$0]) }
  }

  /// Whether labels replace the legend: where that is left to the figure, every series has a line, and the labels are few
  /// and so short that they leave the panels most of the room.
  func fit(_ placement: LegendPlacement, preset: Preset) -> Bool {
    guard placement == .automatic, namesEverySeries else { return false }
    let most = cells.flatMap { $0.map(\.count) }.max() ?? 0
    if most == 0 || most > 8 || figure.series.count < 2 { return false }
    let widest = cells.flatMap { $0 }.flatMap { $0 }.map(\.text.width).max() ?? 0
    let panel = estimatedPanel(preset)
    return widest + metrics.labelGap <= 0.22 * panel.width
      && Double(most) * metrics.labelSpacing <= 0.75 * panel.height
  }

  private func estimatedPanel(_ preset: Preset) -> (width: Double, height: Double) {
    switch preset.size {
    case .panels(let width, let height): return (width, height)
    case .width(let width, let aspect):
      let panel = 0.85 * width / Double(figure.columnCount)
      return (panel, aspect.map { $0 * panel } ?? Metrics.panelHeight(width: panel))
    case .exact(let width, let height):
      return (0.85 * width / Double(figure.columnCount), 0.65 * height / Double(figure.rowCount))
    }
  }
}

/// The name of a line, to stand at its end.
struct LineLabel {
  var series: String
  var text: TextLine
  /// The last point of the line, in data.
  var endX: Double
  var endY: Double
}

/// Moves labels apart along one line by as little as possible.
package enum LabelSpread {
  /// Centres at least `spacing` apart and within `lower...upper`, in the order of `wanted`, which ascends,
  /// that minimise the sum of squared moves: pool adjacent violators on the positions less their share of
  /// the spacing. Where there is no room for that spacing they are set evenly.
  package static func spread(_ wanted: [Double], spacing: Double, lower: Double, upper: Double) -> [Double] {
    guard wanted.count > 1 else { return wanted.map { min(max($0, lower), upper) } }
    let step = min(spacing, (upper - lower) / Double(wanted.count - 1))
    let highest = upper - step * Double(wanted.count - 1)
    var blocks: [(sum: Double, count: Int)] = []
    for (index, place) in wanted.enumerated() {
      blocks.append((place - Double(index) * step, 1))
      while blocks.count > 1, mean(blocks[blocks.count - 2]) > mean(blocks[blocks.count - 1]) {
        let last = blocks.removeLast()
        blocks[blocks.count - 1].sum += last.sum
        blocks[blocks.count - 1].count += last.count
      }
    }
    let relaxed = blocks.flatMap { Array(repeating: mean($0), count: $0.count) }
    return relaxed.enumerated().map { index, place in
      min(max(place, lower), max(highest, lower)) + Double(index) * step
    }
  }

  private static func mean(_ block: (sum: Double, count: Int)) -> Double { block.sum / Double(block.count) }
}
