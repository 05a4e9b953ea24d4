/// A panel with the titles that it shares with its neighbours, and what words call it.
struct NamedPanel {
  /// Axes that share a title have it here each.
  var panel: ResolvedPanel
  /// The titles of its row, its column and its own; empty when it has none.
  var title = ""
  /// Words that set the panel apart from the others: its title, and what it measures where that differs;
  /// empty when it stands alone.
  var name = ""
  /// Quantity that is measured: the title of the axis of numbers, or of the colours of a heatmap.
  let measure: String?
  /// Title of the categories of the vertical axis; nil where their titles name the rows of panels.
  let categoriesTitle: String?

  /// The panels of `figure`, row by row.
  static func all(of figure: ResolvedFigure) -> [NamedPanel] {
    var panels: [(row: Int, column: Int, panel: NamedPanel)] = []
    for (row, cells) in figure.cells.enumerated() {
      for (column, cell) in cells.enumerated() {
        guard var panel = cell else { continue }
        panel.y.axis.title = panel.y.axis.title ?? cells.lazy.compactMap { $0?.panel.y.title }.first
        panel.x.axis.title =
          panel.x.axis.title ?? figure.cells.lazy.compactMap { $0[column]?.panel.x.title }.first
        let categories = figure.groups == nil ? panel.panel.y.title : nil
        let named = NamedPanel(panel: panel, measure: measure(of: panel), categoriesTitle: categories)
        panels.append((row, column, named))
      }
    }
    let differs = Set(panels.map(\.panel.measure)).count > 1
    return panels.map { row, column, panel in
      var panel = panel
      panel.title = title(of: panel, row, column, figure)
      let measure = differs ? panel.measure.map { RichText($0).words } : nil
      panel.name = [panel.title, measure ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
      return panel
    }
  }

  /// The titles of row, column and panel. A row without a title belongs to the one above it.
  private static func title(
    of panel: NamedPanel, _ row: Int, _ column: Int, _ figure: ResolvedFigure
  ) -> String {
    let settings = figure.figure
    let rowTitle = settings.rowTitles.prefix(row + 1).last { !$0.isEmpty }
    let columnTitle = column < settings.columnTitles.count ? settings.columnTitles[column] : nil
    // The first panel of a row may bear the name of all, where the columns have theirs.
    let title = panel.panel.panel.title ?? columnTitle.flatMap { _ in figure.cells[row].first??.panel.title }
    return [rowTitle, figure.groups?[row], columnTitle, title].compactMap(\.self)
      .filter { !$0.isEmpty }.map { RichText($0).words }.joined(separator: ", ")
  }

  private static func measure(of panel: ResolvedPanel) -> String? {
    if panel.panel.hasHeatmap { return panel.panel.color.title }
    return panel.y.categories == nil ? panel.y.axis.title : panel.x.axis.title
  }

  /// The measure and the axis or axes that it is shown by.
  var subject: String {
    let y = panel.y.categories == nil ? panel.y.axis.title : categoriesTitle
    let titles = [y, panel.x.axis.title].compactMap(\.self).map { RichText($0).words }
    let axes = titles.joined(separator: panel.panel.hasHeatmap ? " and " : " by ")
    guard panel.panel.hasHeatmap, let colour = panel.panel.color.title else {
      return axes.isEmpty ? "Figure" : axes
    }
    return RichText(colour).words + (axes.isEmpty ? "" : " by \(axes)")
  }

  /// A value and its place in words.
  struct Datum {
    let value: Double
    let place: String

    /// The datum with the names of panel and series before its place.
    func within(_ names: [String]) -> Datum {
      Datum(value: value, place: (names + [place]).filter { !$0.isEmpty }.joined(separator: ", "))
    }

    var sentence: String { "\(TickNumbers.plain(value)) (\(place))" }
  }

  /// The least and the largest value that a mark shows, with their places; nil when it shows none. Where the mark's
  /// series has intervals, theirs stand beside the values.
  func extremes(of mark: ResolvedMark) -> (least: Datum, most: Datum)? {
    let isUpright = panel.y.categories == nil
    guard let values = isUpright ? mark.y.first : mark.x.first,
      let places = isUpright ? mark.x.first : mark.y.first
    else { return nil }
    let rows = mark.rows.filter { mark.isShown[$0] }
    guard let least = rows.min(by: { values[$0] < values[$1] }),
      let most = rows.max(by: { values[$0] < values[$1] })
    else { return nil }
    let axis = isUpright ? panel.x : panel.y
    let data = [least, most].map { row in
      let interval = panel.interval(beside: mark, at: places[row], isUpright: isUpright)
      let limits = interval.map { ", interval \(TickNumbers.plain($0.low)) to \(TickNumbers.plain($0.high))" }
      return Datum(value: values[row], place: axis.words(for: places[row]) + (limits ?? ""))
    }
    return (data[0], data[1])
  }
}
