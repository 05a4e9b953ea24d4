/// Finds the place of everything in a figure from measured text.
///
/// The widths of the labels on vertical axes depend on the height of the panels, and the height of the
/// panels on how the words above and below them break, which depends on their width. So widths and
/// heights are found in turns, from a guess at both: each turn fits the axes, then the widths, then the words, then the
/// heights, and is the last when it changes nothing. Room once taken beside a panel is not given back, and from the
/// middle on no more is given for heads, so that this comes to an end: in most figures after two turns, in all after
/// eight, whose sizes then stand.
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
  var titleThickness = 0.0
  /// The room that the titles of rows take beside them.
  var rowTitleThickness = 0.0
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
}
