/// What is shown where, decided before anything is measured to its place.
struct FigurePlan {
  /// ``LegendPlacement/top``, ``LegendPlacement/bottom`` or ``LegendPlacement/none``.
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
  var commonXTitle: String?
  var commonYTitle: String?

  /// Decides for a preset; where `allowsLabels` is not set, names stand in a legend, never at the ends of lines.
  ///
  /// - Throws: ``PlotError`` when a name cannot be set.
  init(
    _ figure: ResolvedFigure, preset: Preset, engine: TextEngine, metrics: Metrics, allowsLabels: Bool = true
  ) throws(PlotError) {
    let rows = figure.rowCount
    let columns = figure.columnCount
    let settings = figure.figure
    func grid(_ test: (Int, Int) -> Bool) -> [[Bool]] {
      (0..<rows).map { row in
        (0..<columns).map { column in figure.cells[row][column] != nil && test(row, column) }
      }
    }
    showsX = grid { row, column in
      let isShared = settings.sharedX == .columns || settings.sharedX == .all
      return !isShared || (row + 1..<rows).allSatisfy { figure.cells[$0][column] == nil }
    }
    showsY = grid { row, column in
      let isShared = settings.sharedY == .rows || settings.sharedY == .all
      return !isShared || (0..<column).allSatisfy { figure.cells[row][$0] == nil }
    }
    let first = figure.cells.firstIndex { $0.contains { $0?.colors != nil } }
    let last = first.flatMap { figure.cells[$0].lastIndex { $0?.colors != nil } }
    showsColors = grid { row, column in !settings.sharesColors || row == first && column == last }
    commonXTitle = Self.common(figure.panels.map(\.panel.x.title)).map {
      $0 + Self.remark(figure.cells.map { $0.map { $0?.isEmpty == false ? $0?.x : nil } })
    }
    commonYTitle = Self.common(figure.panels.map(\.panel.y.title)).map {
      $0 + Self.remark(figure.cells.map { $0.map { $0?.isEmpty == false ? $0?.y : nil } })
    }
    let hasCommonX = commonXTitle != nil
    let hasCommonY = commonYTitle != nil
    showsXTitle = grid { row, column in !hasCommonX && figure.cells[row][column]?.panel.x.title != nil }
    showsYTitle = grid { row, column in !hasCommonY && figure.cells[row][column]?.panel.y.title != nil }
    let labels = try LineLabels(figure: figure, engine: engine, metrics: metrics)
    let isDirect = allowsLabels && labels.fit(settings.legend, preset: preset)
    lineLabels = isDirect ? labels.cells : labels.cells.map { $0.map { _ in [] } }
    let shown = Set(figure.panels.flatMap(\.marks).compactMap(\.mark.series))
    hasLines = figure.panels.flatMap(\.marks).contains { $0.mark.series != nil && $0.mark.kind.isLinear }
    let drawn = Set(figure.panels.flatMap(\.marks).filter { $0.isShown.contains(true) }.map(\.mark.series))
    legendSeries = figure.series.filter { shown.contains($0.key) }.map { series in
      if drawn.contains(series.key) { return series }
      let hasValues = figure.panels.flatMap(\.marks).contains { $0.mark.series == series.key && $0.hasValues }
      return Series(series.key, name: series.name + (hasValues ? " (none on the axes)" : " (no data)"))
    }
    let hasSilent = !drawn.isSuperset(of: shown)
    switch settings.legend {
    case .none: legend = .none
    case .top, .bottom: legend = settings.legend
    case .automatic: legend = isDirect || legendSeries.count < 2 && !hasSilent ? .none : .top
    case .direct: legend = isDirect ? .none : .top
    }
  }

  /// What the common title of axes says when they do not all show the same extent, so that nobody compares
  /// heights across panels that cannot be compared.
  private static func remark(_ axes: [[ResolvedAxis?]]) -> String {
    func isUniform(_ axes: [ResolvedAxis?]) -> Bool {
      let known = axes.compactMap { $0 }
      return known.allSatisfy { $0.hasDomain(of: known[0]) }
    }
    if isUniform(axes.flatMap { $0 }) { return "" }
    if axes.allSatisfy(isUniform) { return " (scales differ by row)" }
    let columns = (axes.first ?? []).indices.map { column in axes.map { $0[column] } }
    return columns.allSatisfy(isUniform) ? " (scales differ by column)" : " (scales differ)"
  }

  /// The one title of several panels, `nil` when they differ or there is only one panel.
  private static func common(_ titles: [String?]) -> String? {
    guard titles.count > 1, let first = titles.first, titles.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}
