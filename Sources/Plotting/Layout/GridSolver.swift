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
  /// Width that each column lacks for the words of its heads.
  var lackingForHeads: [Double]
  /// Least height of the panels of each row that the words of its title need.
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

/// The room of what stands beside the panels, and the width that is left for them.
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
      let height = BandSlots(panel.marks).goodHeight
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
