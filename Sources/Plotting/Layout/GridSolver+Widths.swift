/// What stands beside the panels, and the width that is left for them.
extension GridSolver {
  mutating func guessSizes() {
    switch preset.size {
    case .exact(let width, let height):
      layout.width = width
      panelWidth = 0.8 * width / Double(figure.columnCount)
      panelHeights = panelHeights.map { _ in 0.7 * height / Double(figure.rowCount) }
    case .width(let width, _):
      layout.width = width
      panelWidth = 0.8 * width / Double(figure.columnCount)
      panelHeights = figure.cells.indices.map { chosenHeight(of: $0) }
    case .panels(let width, let height):
      panelWidth = width
      panelHeights = panelHeights.map { _ in height }
      layout.width = width * Double(figure.columnCount) * 1.2
    }
  }

  mutating func solveWidths() throws(PlotError) {
    for column in 0..<figure.columnCount {
      for row in 0..<figure.rowCount {
        guard let cell = layout.cells[row][column] else { continue }
        let (left, right) = room(beside: cell, row: row, column: column)
        leftGutters[column] = max(leftGutters[column], left)
        rightGutters[column] = max(rightGutters[column], right)
      }
    }
    let gaps = metrics.columnGap * Double(figure.columnCount - 1)
    let taken = 2 * metrics.margin + gridIndent + leftGutters.reduce(0, +) + rightGutters.reduce(0, +) + gaps
    if case .panels(let width, _) = preset.size {
      layout.width = taken + width * Double(figure.columnCount)
      return
    }
    panelWidth = (layout.width - taken) / Double(figure.columnCount)
    let least = metrics.leastPanelWidth * Double(figure.columnCount)
    guard panelWidth >= metrics.leastPanelWidth else {
      throw .noRoom(what: "the width, with all labels,", needed: taken + least, available: layout.width)
    }
  }

  private func room(beside cell: PanelLayout, row: Int, column: Int) -> (left: Double, right: Double) {
    var left = 0.0
    if cell.showsYLabels {
      left = cell.y.labelExtent + metrics.tickGap + (cell.y.hasLine ? metrics.tickLength : 0)
    }
    if turnsTitles, plan.showsYTitle[row][column] { left += titleThickness + metrics.titleGap }
    let overhang = cell.showsXLabels ? cell.x.overhang(length: panelWidth) : (left: 0, right: 0)
    var right = overhang.right
    if let widest = cell.lineLabels.map(\.text.width).max() { right = max(right, metrics.labelGap + widest) }
    if let bar = cell.colorBar { right = max(right, bar.width) }
    return (max(left, overhang.left), right)
  }

  /// The room left of the whole grid.
  var gridIndent: Double {
    var indent = 0.0
    if !figure.figure.rowTitles.isEmpty { indent += rowTitleThickness + metrics.titleGap }
    if plan.commonY != nil, turnsTitles { indent += titleThickness + metrics.titleGap }
    return indent
  }
}
