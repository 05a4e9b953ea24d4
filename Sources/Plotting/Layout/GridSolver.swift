/// Finds the place of everything in a figure from measured text.
///
/// The widths of the labels on vertical axes depend on the height of the panels, and the height of the
/// panels on how the words above and below them break, which depends on their width. So widths and
/// heights are found in turns; room once taken is not given back, so that this comes to an end, in most
/// figures after two turns.
struct GridSolver {
  let figure: ResolvedFigure
  let preset: Preset
  let metrics: Metrics
  let engine: TextEngine
  let plan: FigurePlan

  var layout = FigureLayout()
  /// The room left and right of the panels of each column.
  var leftGutters: [Double]
  var rightGutters: [Double]
  var panelWidth = 0.0
  var panelHeights: [Double]
  /// Whether titles of vertical axes stand turned: asked for, and until one proves too long for that.
  var turnsTitles: Bool
  /// The room that one line of them takes, with its superscripts and subscripts.
  private var titleThickness = 0.0
  /// The room that the titles of rows take beside them.
  private var rowTitleThickness = 0.0
  /// How much wider each column would have to be for the words of its heads.
  var lackingForHeads: [Double]
  /// How high the panels of each row must be for the words of its title.
  var leastHeights: [Double]

  init(
    figure: ResolvedFigure, preset: Preset, metrics: Metrics, engine: TextEngine, plan: FigurePlan
  ) {
    self.figure = figure
    self.preset = preset
    self.metrics = metrics
    self.engine = engine
    self.plan = plan
    turnsTitles = preset.turnsVerticalTitles
    leftGutters = Array(repeating: 0, count: figure.columnCount)
    rightGutters = Array(repeating: 0, count: figure.columnCount)
    panelHeights = Array(repeating: 0, count: figure.rowCount)
    leastHeights = panelHeights
    lackingForHeads = leftGutters
  }

  private static let turns = 8

  /// - Throws: ``PlotError/noRoom(what:needed:available:)`` when the words leave no room for the panels.
  mutating func solve() throws(PlotError) -> FigureLayout {
    guessSizes()
    for turn in 0..<Self.turns {
      let before = (leftGutters, rightGutters, panelHeights, panelWidth)
      let (indent, least) = (gridIndent, leastHeights)
      try fitPanels()
      try solveWidths()
      try fitWords()
      // The last turns only settle.
      if turn < Self.turns / 2 { giveRoomForHeads() }
      try solveHeights()
      if before == (leftGutters, rightGutters, panelHeights, panelWidth), indent == gridIndent,
        least == leastHeights
      {
        break
      }
    }
    try checkNames()
    place()
    layout.turnsTitles = turnsTitles
    return layout
  }

  /// Names of rows and columns are what a reader needs to read anything there: none is left out.
  private func checkNames() throws(PlotError) {
    for (row, cells) in layout.cells.enumerated() {
      for cell in cells.compactMap(\.self) {
        if cell.showsYLabels, let needed = cell.y.lengthOfNames {
          throw .noRoom(
            what: "the height of a panel, with the names of all rows,", needed: needed,
            available: panelHeights[row])
        }
        if cell.showsXLabels, let needed = cell.x.lengthOfNames {
          throw .noRoom(
            what: "the width of a panel, with the names of all columns,", needed: needed,
            available: panelWidth)
        }
      }
    }
  }

  func wrap(
    _ text: String?, _ style: TextStyle, _ width: Double, widest: Double? = nil
  ) throws(PlotError) -> TextBlock {
    try TextWrapper(engine: engine, style: style).wrap(text, width: max(width, style.size), widest: widest)
  }

  // MARK: Widths

  private mutating func guessSizes() {
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

  /// Ticks, labels and everything beside the panels.
  private mutating func fitPanels() throws(PlotError) {
    for title in [plan.commonYTitle] + figure.panels.map(\.panel.y.title) {
      guard let title else { continue }
      let line = try engine.line(title, metrics.axisTitle)
      titleThickness = max(titleThickness, line.ascent + line.descent)
    }
    let fitter = AxisFitter(engine: engine, metrics: metrics)
    var cells: [[PanelLayout?]] = []
    for row in 0..<figure.rowCount {
      var line: [PanelLayout?] = []
      for column in 0..<figure.columnCount {
        guard let panel = figure.cells[row][column] else {
          line.append(nil)
          continue
        }
        var cell = PanelLayout(
          resolved: panel,
          x: try fitter.horizontal(panel.x, length: panelWidth, highest: 0.35 * heightLimit),
          y: try fitter.vertical(panel.y, length: panelHeights[row], widest: widestName(in: row)),
          showsXLabels: plan.showsX[row][column], showsYLabels: plan.showsY[row][column])
        cell.lineLabels = plan.lineLabels[row][column]
        if plan.showsColors[row][column] {
          cell.colorBar = try ColorBarLayout.make(
            panel, height: panelHeights[row], engine: engine, metrics: metrics)
        }
        cell.words = try panel.marks.map { mark throws(PlotError) in
          try mark.mark.text.map { text throws(PlotError) in try engine.line(text, metrics.tick) }
        }
        line.append(cell)
      }
      cells.append(line)
    }
    layout.cells = cells
  }

  /// What a name on a vertical axis may take of the width: more where the panels of a row share one axis.
  private func widestName(in row: Int) -> Double {
    let axes = plan.showsY[row].count { $0 }
    return axes > 1 ? 0.42 * columnWidth : max(0.42 * columnWidth, 0.28 * layout.width)
  }

  private var columnWidth: Double { layout.width / Double(figure.columnCount) }

  /// What labels under a panel may take of the height.
  private var heightLimit: Double {
    if case .exact(_, let height) = preset.size { return height / Double(figure.rowCount) }
    return max(layout.width, 200)
  }

  private mutating func solveWidths() throws(PlotError) {
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
    if plan.commonYTitle != nil, turnsTitles { indent += titleThickness + metrics.titleGap }
    return indent
  }

  // MARK: Heights

  /// Breaks every title into lines for the widths found.
  private mutating func fitWords() throws(PlotError) {
    let inner = layout.width - 2 * metrics.margin
    let settings = figure.figure
    layout.title = try wrap(settings.title, metrics.title, inner)
    layout.subtitle = try wrap(settings.subtitle, metrics.body, inner)
    layout.note = try wrap(settings.note, metrics.fine, inner)
    // It is centred under the panels, and stays in the figure only where it is no wider than they are.
    layout.commonX = try wrap(plan.commonXTitle, metrics.axisTitle, inner - gridIndent - leftGutters[0])
    let gridHeight = max(layout.grid.height, panelHeights.reduce(0, +))
    layout.commonY = try wrapVertical(plan.commonYTitle, height: gridHeight, width: inner)
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
      plan.legendSeries, hasLines: plan.hasLines, width: width, highest: highest, engine: engine,
      metrics: metrics)
  }

  private mutating func fitPanelWords(_ row: Int, _ column: Int) throws(PlotError) {
    guard var cell = layout.cells[row][column] else { return }
    let width = panelWidth + rightGutters[column]
    let panel = cell.resolved.panel
    if cell.resolved.isEmpty { cell.emptyRemark = try engine.line("No data", metrics.fine) }
    if plan.showsYTitle[row][column] {
      cell.yTitle = try wrapVertical(
        panel.y.title, height: panelHeights[row], width: leftGutters[column] + headingWidth(row, column))
    }
    if plan.showsXTitle[row][column] { cell.xTitle = try wrap(panel.x.title, metrics.axisTitle, width) }
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

  private mutating func solveHeights() throws(PlotError) {
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
  private func chosenHeight(of row: Int) -> Double { max(leastHeights[row], wantedHeight(of: row)) }

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

  // MARK: Places

  /// Stacks everything from top to bottom; without a given height the height follows.
  private mutating func place() {
    var stack = VerticalStack(top: metrics.margin)
    layout.titleTop = stack.add(layout.title.height, gap: 0.5 * metrics.font)
    layout.subtitleTop = stack.add(layout.subtitle.height, gap: metrics.blockGap)
    if !layout.title.isEmpty, layout.subtitle.isEmpty { stack.top += 0.3 * metrics.font }
    if plan.legend == .top { layout.legendTop = stack.add(layout.legend.height, gap: metrics.blockGap) }
    if !turnsTitles { layout.commonYTop = stack.add(layout.commonY.height, gap: metrics.underHeading) }
    layout.columnTitlesTop = stack.add(
      layout.columnTitles.map(\.height).max() ?? 0, gap: metrics.underHeading)
    for row in layout.cells.indices {
      if row > 0 { stack.top += metrics.rowGap }
      placeRow(row, &stack)
    }
    layout.grid = Rect(
      left: left(of: 0), top: layout.panels.map(\.frame.top).min() ?? 0,
      right: left(of: figure.columnCount - 1) + panelWidth,
      bottom: layout.panels.map(\.frame.bottom).max() ?? 0)
    if !layout.commonX.isEmpty { stack.top += metrics.titleGap }
    layout.commonXTop = stack.add(layout.commonX.height, gap: 0)
    if plan.legend == .bottom, layout.legend.height > 0 {
      stack.top += metrics.blockGap
      layout.legendTop = stack.add(layout.legend.height, gap: 0)
    }
    if !layout.note.isEmpty { stack.top += metrics.blockGap }
    layout.noteTop = stack.add(layout.note.height, gap: 0)
    if case .exact = preset.size, layout.height > 0, panelHeights.contains(where: { $0 > 0 }) { return }
    layout.height = ((stack.top + metrics.margin) * 10).rounded(.up) / 10
  }

  func left(of column: Int) -> Double {
    var left = metrics.margin + gridIndent + leftGutters[0]
    for index in 0..<column {
      left += panelWidth + rightGutters[index] + metrics.columnGap + leftGutters[index + 1]
    }
    return left
  }

  private mutating func placeRow(_ row: Int, _ stack: inout VerticalStack) {
    let cells = layout.cells[row].compactMap { $0 }
    let heading = cells.map { headingHeight($0) }.max() ?? 0
    let top = stack.top + heading
    let bottom = top + panelHeights[row]
    for column in layout.cells[row].indices {
      let x = left(of: column)
      layout.cells[row][column]?.frame = Rect(left: x, top: top, right: x + panelWidth, bottom: bottom)
    }
    stack.top = bottom + (cells.map { footHeight($0) }.max() ?? 0)
  }

  private func headingHeight(_ cell: PanelLayout) -> Double {
    let blocks = [cell.title, cell.notice, turnsTitles ? .empty : cell.yTitle].filter { !$0.isEmpty }
    guard !blocks.isEmpty else { return 0.5 * metrics.small }
    let gaps = metrics.headingGap * Double(blocks.count - 1) + metrics.underHeading
    return blocks.reduce(0) { $0 + $1.height } + gaps
  }

  private func footHeight(_ cell: PanelLayout) -> Double {
    var height = 0.25 * metrics.small
    if cell.showsXLabels, !cell.x.ticks.isEmpty {
      height = metrics.tickLength + metrics.tickGap + cell.x.labelExtent
    }
    if !cell.xTitle.isEmpty { height += metrics.titleGap + cell.xTitle.height }
    return height
  }
}

/// A place that moves down as things are set under each other.
private struct VerticalStack {
  var top: Double

  /// Sets something `height` high, followed by a gap, and returns where its top is; nothing takes no gap.
  mutating func add(_ height: Double, gap: Double) -> Double {
    let start = top
    if height > 0 { top += height + gap }
    return start
  }
}
