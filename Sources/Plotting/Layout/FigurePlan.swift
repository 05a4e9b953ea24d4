/// The decisions about what is shown where, before anything is measured to its place.
struct FigurePlan {
  /// ``LegendPlacement/top`` or ``LegendPlacement/none``.
  var legend: LegendPlacement
  var legendSeries: [Series]
  /// Whether a sample in the legend must be long enough to show a line.
  var hasLines: Bool
  var lineLabels: [[[LineLabel]]]
  var showsX: [[Bool]]
  var showsY: [[Bool]]
  /// Whether a panel has the key of its heatmap's colours beside it.
  var showsColors: [[Bool]]
  var showsXTitle: [[Bool]]
  var showsYTitle: [[Bool]]
  var commonX: AxisTitle?
  var commonY: AxisTitle?

  /// Decides for a preset; where `allowsLabels` is not set, names stand in a legend, never at the ends of lines.
  ///
  /// - Throws: ``PlotError`` when a name cannot be set.
  init(
    _ figure: ResolvedFigure, preset: Preset, engine: TextEngine, metrics: Metrics, allowsLabels: Bool = true
  ) throws(PlotError) {
    let labels = try LineLabels(figure: figure, engine: engine, metrics: metrics)
    let isDirect = allowsLabels && labels.fit(figure.figure.legend, preset: preset)
    lineLabels = isDirect ? labels.cells : labels.cells.map { $0.map { _ in [] } }
    showsX = Self.showsX(figure)
    showsY = Self.showsY(figure)
    showsColors = Self.showsColors(figure)
    commonX = Self.commonTitle(figure, \.panel.x.title, \.x)
    commonY = Self.commonTitle(figure, \.panel.y.title, \.y)
    let (hasCommonX, hasCommonY) = (commonX != nil, commonY != nil)
    showsXTitle = Self.grid(figure) { panel, _, _ in !hasCommonX && panel.panel.x.title != nil }
    showsYTitle = Self.grid(figure) { panel, _, _ in !hasCommonY && panel.panel.y.title != nil }
    let entries = LegendEntries(figure)
    legendSeries = entries.series
    hasLines = entries.hasLines
    legend = entries.placement(figure.figure.legend, hasLineLabels: isDirect)
  }

  /// The places of the grid whose panels pass a test.
  private static func grid(
    _ figure: ResolvedFigure, _ test: (ResolvedPanel, _ row: Int, _ column: Int) -> Bool
  ) -> [[Bool]] {
    figure.cells.enumerated().map { row, line in
      line.enumerated().map { column, panel in panel.map { test($0, row, column) } ?? false }
    }
  }

  /// Shared axes have their labels at the lowest panel of a column.
  private static func showsX(_ figure: ResolvedFigure) -> [[Bool]] {
    let isShared = figure.figure.sharedX == .columns || figure.figure.sharedX == .all
    return grid(figure) { _, row, column in
      !isShared || (row + 1..<figure.rowCount).allSatisfy { figure.cells[$0][column] == nil }
    }
  }

  /// Shared axes have their labels at the leftmost panel of a row.
  private static func showsY(_ figure: ResolvedFigure) -> [[Bool]] {
    let isShared = figure.figure.sharedY == .rows || figure.figure.sharedY == .all
    return grid(figure) { _, row, column in
      !isShared || (0..<column).allSatisfy { figure.cells[row][$0] == nil }
    }
  }

  /// Shared colours have their key beside the last panel of the first row that has any.
  private static func showsColors(_ figure: ResolvedFigure) -> [[Bool]] {
    let first = figure.cells.firstIndex { $0.contains { $0?.colors != nil } }
    let last = first.flatMap { figure.cells[$0].lastIndex { $0?.colors != nil } }
    return grid(figure) { _, row, column in
      !figure.figure.sharesColors || row == first && column == last
    }
  }

  /// The title that all panels have in common, with what must be said of their extents.
  private static func commonTitle(
    _ figure: ResolvedFigure, _ title: (ResolvedPanel) -> String?, _ axis: (ResolvedPanel) -> ResolvedAxis
  ) -> AxisTitle? {
    common(figure.panels.map(title)).map { title in
      AxisTitle(
        title, remark: remark(figure.cells.map { $0.map { $0?.isEmpty == false ? $0.map(axis) : nil } }))
    }
  }

  /// Returns the remark in the common title of axes when they do not all show the same extent, so that nobody
  /// compares heights across panels that cannot be compared.
  private static func remark(_ axes: [[ResolvedAxis?]]) -> String? {
    func isUniform(_ axes: [ResolvedAxis?]) -> Bool {
      let known = axes.compactMap { $0 }
      return known.allSatisfy { $0.hasDomain(of: known[0]) }
    }
    if isUniform(axes.flatMap { $0 }) { return nil }
    if axes.allSatisfy(isUniform) { return "scales differ by row" }
    let columns = (axes.first ?? []).indices.map { column in axes.map { $0[column] } }
    return columns.allSatisfy(isUniform) ? "scales differ by column" : "scales differ"
  }

  /// The one title of several panels, `nil` when they differ or there is only one panel.
  private static func common(_ titles: [String?]) -> String? {
    guard titles.count > 1, let first = titles.first, titles.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}

/// The title of an axis with what is said behind it in brackets.
struct AxisTitle {
  let title: String
  /// The power of ten by which the numbers of the axis are to be multiplied.
  var exponent: Int?
  /// A remark on the extents of several axes.
  var remark: String?

  init(_ title: String, exponent: Int? = nil, remark: String? = nil) {
    self.title = title
    self.exponent = exponent
    self.remark = remark
  }

  /// `Norm (×10^{-3}; scales differ)`; the brackets stand on a line of their own under a title that runs from right to
  /// left.
  var text: String {
    let words = [exponent.map(TickNumbers.factor), remark].compactMap(\.self).joined(separator: "; ")
    if title.isEmpty || words.isEmpty { return title + words }
    return RichText.joined([title, "(\(words))"], by: " ")
  }
}
