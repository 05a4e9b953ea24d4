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
      for column in layout.cells[row].indices { try fitPanelDescription(row, column) }
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

  private mutating func fitPanelDescription(_ row: Int, _ column: Int) throws(PlotError) {
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

  /// Returns the width that words right above a panel may take: they reach over neighbours that have none
  /// there.
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

/// The heads of columns, rows and panels: broken between words only, as long as there is any room for a word to run over.
extension GridSolver {
  /// The least distance between neighbouring heads.
  private var headGap: Double { 0.8 * metrics.font }
  /// Panels are not made narrower than this for the words above them.
  private var narrowestForHeads: Double { 4.5 * metrics.font }

  mutating func fitColumnTitles() throws(PlotError) {
    let titles = figure.figure.columnTitles
    layout.columnTitles = titles.map { _ in .empty }
    layout.columnTitleShifts = titles.map { _ in 0 }
    var limit = layout.width - metrics.margin
    for column in titles.indices.reversed() where !titles[column].isEmpty {
      let (title, shift) = try head(titles[column], metrics.panelTitle, column, limit: limit)
      layout.columnTitles[column] = title
      layout.columnTitleShifts[column] = shift
      limit = left(of: column) + shift - headGap
    }
  }

  /// The titles of the panels of a row, and what they say of values left out.
  mutating func fitHeads(_ row: Int) throws(PlotError) {
    var limit = layout.width - metrics.margin
    for column in layout.cells[row].indices.reversed() {
      guard var cell = layout.cells[row][column] else { continue }
      let crowding = cell.resolved.crowding(width: panelWidth, height: panelHeights[row])
      let notices = [cell.resolved.omissions.notice, crowding].compactMap { $0 }.joined(separator: "\n")
      let title = cell.resolved.panel.title ?? ""
      (cell.title, cell.titleShift) = try head(title, metrics.panelTitle, column, limit: limit)
      (cell.notice, cell.noticeShift) = try head(notices, metrics.fine, column, limit: limit)
      layout.cells[row][column] = cell
      let start = left(of: column)
      if !cell.title.isEmpty || !cell.notice.isEmpty {
        limit = start + min(cell.titleShift, cell.noticeShift) - headGap
      }
      if !turnsTitles, plan.showsYTitle[row][column] {
        limit = min(limit, start - leftGutters[column] - headGap)
      }
    }
  }

  /// Breaks words above a panel that may reach to `limit`: over the panel and what stands right of it, for a long word
  /// over the gap to the next head, or begun further left. Where that does not do the panels give room.
  private mutating func head(
    _ text: String, _ style: TextStyle, _ column: Int, limit: Double
  ) throws(PlotError) -> (TextBlock, shift: Double) {
    if text.isEmpty { return (.empty, 0) }
    let start = left(of: column)
    let first = start - leftGutters[column] - (column == 0 ? 0 : metrics.columnGap - headGap)
    let natural = min(panelWidth + rightGutters[column], limit - start)
    let least = try TextWrapper(engine: engine, style: style).leastWidth(text)
    lackingForHeads[column] = max(lackingForHeads[column], least - (limit - first))
    let block = try wrap(text, style, natural, widest: limit - first)
    return (block, min(0, limit - block.width - start))
  }

  /// Makes columns wider for heads that are too long for them, and so all panels narrower, if that helps.
  mutating func giveRoomForHeads() {
    let wanted = lackingForHeads
    lackingForHeads = wanted.map { _ in 0 }
    let narrowed = panelWidth - wanted.reduce(0, +) / Double(figure.columnCount)
    guard figure.columnCount > 1, narrowed >= narrowestForHeads else { return }
    for column in wanted.indices { rightGutters[column] += wanted[column] }
  }

  private var choosesHeights: Bool {
    if case .width = preset.size { return true }
    return false
  }

  /// The titles of rows, beside their panels; a long word reaches over the rows below that have no title, and halfway into
  /// the gaps to its neighbours. Where that does not do rows that may choose their height become higher.
  mutating func fitRowTitles() throws(PlotError) {
    let titles = figure.figure.rowTitles
    layout.rowTitles = []
    layout.rowTitleSpans = []
    for (row, title) in titles.enumerated() {
      let end = titles[(row + 1)...].firstIndex { !$0.isEmpty } ?? titles.count
      var height = panelHeights[row..<end].reduce(0, +) + metrics.rowGap * (Double(end - row - 1) + 0.8)
      let least = try TextWrapper(engine: engine, style: metrics.panelTitle).leastWidth(title)
      if least > height, choosesHeights {
        leastHeights[row] = max(leastHeights[row], panelHeights[row] + least - height + 0.01)
        height = least
      }
      let block = try wrap(title, metrics.panelTitle, panelHeights[row], widest: height)
      layout.rowTitles.append(block)
      layout.rowTitleSpans.append(block.width > panelHeights[row] ? row..<end : row..<(row + 1))
    }
  }
}
