/// The heights of the rows of panels.
extension GridSolver {
  mutating func solveHeights() throws(PlotError) {
    switch preset.size {
    case .panels: break
    case .width: panelHeights = figure.cells.indices.map { chosenHeight(of: $0) }
    case .exact(_, let height):
      layout.height = height
      let words = heightOfWords
      let weights = figure.cells.indices.map(weight)
      let all = weights.reduce(0, +)
      let least = metrics.leastPanelHeight * all / (weights.min() ?? 1)
      guard height - words >= least else {
        let needed = words + least
        throw .noRoom(what: "the height, with all words,", needed: needed, available: height)
      }
      panelHeights = weights.map { $0 / all * (height - words) }
    }
  }

  private func weight(of row: Int) -> Double {
    let weights = figure.figure.rowWeights
    return weights.isEmpty ? 1 : weights[row]
  }

  /// The height of a row that may choose it: categories need their lines, numbers a pleasant shape, titles their words.
  func chosenHeight(of row: Int) -> Double { max(leastHeights[row], wantedHeight(of: row)) }

  private func wantedHeight(of row: Int) -> Double {
    let labels = layout.panels.map(\.y.tallestLabel).max() ?? 0
    var bands = 0.0
    for panel in figure.cells[row].compactMap({ $0 }) {
      guard let count = panel.y.categories?.count else { continue }
      let height = BarSlots(panel.marks).goodHeight
      bands = max(bands, Double(count) * max(metrics.font * height, labels + 0.6 * metrics.font))
    }
    if bands > 0 { return max(bands, 3 * metrics.font) }
    if case .width(_, let aspect?) = preset.size {
      return max(aspect * panelWidth * weight(of: row), metrics.leastPanelHeight)
    }
    return max(
      Metrics.panelHeight(width: panelWidth) * weight(of: row),
      metrics.goodPanelHeight * min(weight(of: row), 1))
  }

  /// Everything above, between and below the panels.
  private var heightOfWords: Double {
    var copy = self
    copy.panelHeights = panelHeights.map { _ in 0 }
    copy.place()
    return copy.layout.height
  }
}
