/// Describes one panel in words: what it is called, how far each of its series reaches and where, how they compare, and
/// what was left out.
struct PanelWords {
  private let panel: ResolvedPanel
  private let figure: ResolvedFigure
  /// What sets the panel apart, followed by a colon; empty when it stands alone.
  private let name: String
  /// Whether the meaning of colours is still to be said.
  private let explainsColors: Bool
  /// What was said of all panels together.
  private let order: LineOrder?

  /// The sentences of all panels of `figure`, row by row.
  static func all(of figure: ResolvedFigure) -> [String] {
    let order = LineOrder.common(to: figure)
    var sentences = [order.map { "In every panel with lines, on average, \($0.words)." }].compactMap(\.self)
    var explained: [ColorScale] = []
    for (row, cells) in figure.cells.enumerated() {
      for (column, cell) in cells.enumerated() {
        guard var panel = cell else { continue }
        // Axes that share a title have it once.
        panel.y.axis.title = panel.y.axis.title ?? cells.lazy.compactMap { $0?.panel.y.title }.first
        panel.x.axis.title =
          panel.x.axis.title ?? figure.cells.lazy.compactMap { $0[column]?.panel.x.title }.first
        let isNew = panel.panel.hasHeatmap && !explained.contains(panel.panel.color)
        if isNew { explained.append(panel.panel.color) }
        sentences +=
          PanelWords(
            panel: panel, figure: figure, name: name(of: panel, row, column, figure), explainsColors: isNew,
            order: order
          ).sentences
      }
    }
    return sentences
  }

  /// The titles of row, column and panel, and what the row measures where rows measure different things. A row without
  /// a title belongs to the one above it.
  private static func name(of panel: ResolvedPanel, _ row: Int, _ column: Int, _ figure: ResolvedFigure)
    -> String
  {
    let settings = figure.figure
    let rowTitle = settings.rowTitles.prefix(row + 1).last { !$0.isEmpty }
    let columnTitle = column < settings.columnTitles.count ? settings.columnTitles[column] : nil
    let measured = figure.cells.map { $0.lazy.compactMap { $0 }.compactMap(Self.measured).first }
    let differs = Set(measured).count > 1
    // The first panel of a row may bear the name of all, where the columns have theirs.
    let title = panel.panel.title ?? columnTitle.flatMap { _ in figure.cells[row].first??.panel.title }
    let parts = [rowTitle, figure.groups?[row], columnTitle, title, differs ? measured[row] : nil].compactMap(
      \.self
    )
    .filter { !$0.isEmpty }
    return parts.isEmpty ? "" : parts.map { RichText($0).words }.joined(separator: ", ") + ": "
  }

  private static func measured(_ panel: ResolvedPanel) -> String? {
    if panel.panel.hasHeatmap { return panel.panel.color.title }
    return panel.y.categories == nil ? panel.panel.y.title : panel.panel.x.title
  }

  private var sentences: [String] {
    var sentences: [String] = []
    if panel.isEmpty {
      sentences = [name + "no data."]
    } else {
      sentences = panel.panel.hasHeatmap ? heatmap : ranges
      if let comparison { sentences.append(comparison) }
    }
    return sentences + [panel.omissions.sentence].compactMap(\.self)
  }

  private var heatmap: [String] {
    guard let map = HeatmapWords(panel) else { return [] }
    let colors = explainsColors ? [map.colors].compactMap(\.self) : []
    return [name + map.shape] + map.sentences + colors
  }

  private static let measuredKinds: [Mark.Kind] = [.line, .step, .points, .bars, .strip, .box]
  /// More would not be listened to.
  private static let mostRanges = 12

  /// From where to where each mark reaches.
  private var ranges: [String] {
    let parts = panel.marks.filter { Self.measuredKinds.contains($0.mark.kind) }.compactMap(range)
    return parts.isEmpty ? [] : [name + parts.prefix(Self.mostRanges).joined(separator: ", ") + "."]
  }

  private func range(_ mark: ResolvedMark) -> String? {
    let isUpright = panel.y.categories == nil
    guard let values = isUpright ? mark.y.first : mark.x.first,
      let places = isUpright ? mark.x.first : mark.y.first
    else { return nil }
    let rows = mark.rows.filter { mark.isShown[$0] }
    guard let least = rows.min(by: { values[$0] < values[$1] }),
      let most = rows.max(by: { values[$0] < values[$1] })
    else { return nil }
    let axis = isUpright ? panel.x : panel.y
    let series = figure.series.count > 1 ? seriesName(mark).map { $0 + " " } ?? "" : ""
    if values[least] == values[most] {
      return "\(series)\(NumberText.plain(values[least])) (\(axis.words(for: places[least])))"
    }
    return "\(series)from \(NumberText.plain(values[least])) (\(axis.words(for: places[least]))) "
      + "to \(NumberText.plain(values[most])) (\(axis.words(for: places[most])))"
  }

  private func seriesName(_ mark: ResolvedMark) -> String? {
    figure.name(of: mark)
  }

  private var comparison: String? {
    guard let lines = LineOrder(panel, figure) else { return nil }
    let gap = lines.widestGap.map { "furthest apart at \(panel.x.words(for: $0))" }
    if lines == order { return gap.map { "\($0.prefix(1).uppercased())\($0.dropFirst())." } }
    return "On average \(lines.words)" + (gap.map { "; they are \($0)." } ?? ".")
  }
}

extension ResolvedAxis {
  /// The place of a value in words: its category, or the title of the axis with the number.
  func words(for value: Double) -> String {
    if let categories {
      guard categories.indices.contains(Int(value)) else { return "" }
      // Spaces may tell equal names apart.
      let words = RichText(categories[Int(value)]).words
      return String(words.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    let number =
      value.magnitude < 1e9 && value == value.rounded() ? "\(Int(value))" : NumberText.plain(value)
    return (axis.title.map { RichText($0).plain } ?? (isVertical ? "y" : "x")) + " " + number
  }
}

extension ResolvedFigure {
  /// What the names beside each row belong to: the titles of their axes, where rows have different ones; nil elsewhere.
  var groups: [String?]? {
    let titles = cells.map { row in
      row.lazy.compactMap { $0 }.filter { $0.y.categories != nil }.compactMap(\.panel.y.title).first
    }
    return Set(titles).count > 1 ? titles : nil
  }

  /// The name of a mark's series.
  func name(of mark: ResolvedMark) -> String? {
    series.first { $0.key == mark.mark.series }.map { RichText($0.name).plain }
  }
}

extension NumberText {
  /// A number to three significant digits, as plain text.
  static func plain(_ value: Double) -> String { RichText(threeDigits(value)).plain }
}
