/// The words around the panels, broken into lines for the widths found so far.
extension GridSolver {
  func wrap(
    _ text: String?, _ style: TextStyle, _ width: Double, widest: Double? = nil
  ) throws(PlotError) -> TextBlock {
    try TextWrapper(engine: engine, style: style).wrap(text, width: max(width, style.size), widest: widest)
  }

  /// Breaks every title into lines for the widths found.
  mutating func fitWords() throws(PlotError) {
    let inner = layout.width - 2 * metrics.margin
    let settings = figure.figure
    layout.title = try wrap(settings.title, metrics.title, inner)
    layout.subtitle = try wrap(settings.subtitle, metrics.body, inner)
    // It is centred under the panels, and stays in the figure only where it is no wider than they are.
    layout.commonX = try wrap(layout.commonXText, metrics.axisTitle, inner - gridIndent - leftGutters[0])
    let gridHeight = max(layout.grid.height, panelHeights.reduce(0, +))
    layout.commonY = try wrapVertical(layout.commonYText, height: gridHeight, width: inner)
    try fitColumnTitles()
    try fitRowTitles()
    rowTitleThickness = max(rowTitleThickness, layout.rowTitles.map(\.height).max() ?? 0)
    try fitLegend(inner)
    for row in layout.cells.indices {
      try fitHeads(row)
      for column in layout.cells[row].indices { try fitPanelWords(row, column) }
    }
  }

  private mutating func fitLegend(_ width: Double) throws(PlotError) {
    guard plan.legend != .none else { return }
    var highest = 20_000.0
    if case .exact(_, let height) = preset.size { highest = 0.3 * height }
    layout.legend = try LegendLayout.make(
      plan.legendSeries, title: figure.figure.legendTitle, hasLines: plan.hasLines, width: width,
      highest: highest, engine: engine,
      metrics: metrics)
  }

  private mutating func fitPanelWords(_ row: Int, _ column: Int) throws(PlotError) {
    guard var cell = layout.cells[row][column] else { return }
    let width = panelWidth + rightGutters[column]
    if cell.resolved.isEmpty { cell.emptyRemark = try engine.line("No data", metrics.fine) }
    if plan.showsYTitle[row][column] {
      cell.yTitle = try wrapVertical(
        cell.yTitleText, height: panelHeights[row], width: leftGutters[column] + headingWidth(row, column))
    }
    if plan.showsXTitle[row][column] { cell.xTitle = try wrap(cell.xTitleText, metrics.axisTitle, width) }
    layout.cells[row][column] = cell
  }

  /// How wide words right above a panel may be: they reach over neighbours that have none there.
  private func headingWidth(_ row: Int, _ column: Int) -> Double {
    var width = panelWidth + rightGutters[column]
    for next in (column + 1)..<max(figure.columnCount, column + 1) {
      if let panel = figure.cells[row][next] {
        let crowding = panel.crowding(width: panelWidth, height: panelHeights[row])
        let words = [panel.panel.title, panel.omissions.notice, crowding].compactMap(\.self)
        if !words.isEmpty || plan.showsYTitle[row][next] { break }
      }
      width += metrics.columnGap + leftGutters[next] + panelWidth + rightGutters[next]
    }
    return width
  }

  /// The title of a vertical axis; one that is too long to stand turned beside its panel has all of them set
  /// level above their panels.
  private mutating func wrapVertical(
    _ title: String?, height: Double, width: Double
  ) throws(PlotError) -> TextBlock {
    if turnsTitles {
      let block = try wrap(title, metrics.axisTitle, height)
      if block.lines.count <= 1 { return block }
      turnsTitles = false
      leftGutters = leftGutters.map { _ in 0 }
    }
    return try wrap(title, metrics.axisTitle, width)
  }
}
