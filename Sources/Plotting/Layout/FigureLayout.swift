/// A figure with everything in its place.
struct FigureLayout {
  var width = 0.0
  var height = 0.0
  var title = TextBlock.empty
  var titleTop = 0.0
  var subtitle = TextBlock.empty
  var subtitleTop = 0.0
  var legend = LegendLayout.empty
  var legendTop = 0.0
  var columnTitles: [TextBlock] = []
  var columnTitlesTop = 0.0
  /// Offset of each column title from the left edge of its panels, to the left where negative.
  var columnTitleShifts: [Double] = []
  var rowTitles: [TextBlock] = []
  /// The rows beside which each of them is centred.
  var rowTitleSpans: [Range<Int>] = []
  /// The title of the vertical axis where all panels have the same one: level above the grid or turned
  /// beside it.
  var commonYText: String?
  var commonY = TextBlock.empty
  var commonYTop = 0.0
  /// The title of the horizontal axis where all panels at the bottom have the same one.
  var commonXText: String?
  var commonX = TextBlock.empty
  var commonXTop = 0.0
  /// Panels row by row, as in ``ResolvedFigure/cells``.
  var cells: [[PanelLayout?]] = []
  /// Whether titles of vertical axes stand turned beside their panels.
  var turnsTitles = true
  /// The smallest rectangle around all panels, without their labels.
  var grid = Rect(left: 0, top: 0, right: 0, bottom: 0)
  /// The columns of panels; nil where there is one.
  var strips: ColumnStrips?

  var panels: [PanelLayout] { cells.flatMap { $0.compactMap { $0 } } }

  /// The values that a page may show, of each panel that has any.
  func readings(of figure: ResolvedFigure) -> [PanelReadings] {
    zip(panels, NamedPanel.all(of: figure)).compactMap { PanelReadings($0, named: $1, in: figure) }
  }

  /// Whether the panels turned out high enough for the names at the ends of their lines.
  func holdsLineLabels(spacing: Double) -> Bool {
    panels.allSatisfy { Double($0.lineLabels.count) * spacing <= $0.frame.height + 0.01 }
  }
}

/// A panel with everything in its place.
struct PanelLayout {
  let resolved: ResolvedPanel
  var frame = Rect(left: 0, top: 0, right: 0, bottom: 0)
  var x: AxisLayout
  var y: AxisLayout
  var showsXLabels: Bool
  var showsYLabels: Bool
  /// The title and what was left out, one under the other, above the panel.
  var title = TextBlock.empty
  var notice = TextBlock.empty
  /// Offsets of title and notice from the left edge of the panel, to the left where negative.
  var titleShift = 0.0
  var noticeShift = 0.0
  /// Remark in the middle of a panel in which nothing is drawn.
  var emptyRemark: TextLine?
  /// The axis titles, unless they are common to the figure.
  var yTitleText: String?
  var xTitleText: String?
  var yTitle = TextBlock.empty
  var xTitle = TextBlock.empty
  /// The powers of ten that no title says: over the labels of the vertical axis and under the end of the horizontal one.
  var yExponent = TextBlock.empty
  var xExponent = TextBlock.empty
  /// The height that they take in the row of this panel, so that its titles stay on one line.
  var yExponentRoom = 0.0
  var xExponentRoom = 0.0
  var lineLabels: [LineLabel] = []
  var colorBar: ColorBarLayout?
  /// The words of the marks, by mark and row.
  var words: [[TextLine?]] = []

  var xScale: Scale { x.scale(low: frame.left, high: frame.right) }
  var yScale: Scale { y.scale(low: frame.top, high: frame.bottom) }
}

extension PanelLayout {
  /// The words of a mark, one for each row; empty when it has none.
  func textLines(of mark: ResolvedMark) -> [TextLine?] {
    mark.index < words.count ? words[mark.index] : []
  }
}
