/// Describes one panel in words: what it is called, how far each of its series reaches and where, how they compare, and
/// what was left out.
struct PanelDescription {
  private let named: NamedPanel
  private let figure: ResolvedFigure
  /// Whether the meaning of colours is still to be said.
  private let explainsColors: Bool
  /// The order of lines that was described for all panels together.
  private let order: LineOrder?

  private var panel: ResolvedPanel { named.panel }
  /// Words that set the panel apart, followed by a colon; empty when it stands alone.
  private var name: String { named.name.isEmpty ? "" : named.name + ": " }

  /// The sentences of all panels of `figure`, row by row.
  static func all(of figure: ResolvedFigure) -> [String] {
    let order = LineOrder.common(to: figure)
    var sentences = [order?.sentence].compactMap(\.self)
    var explained: [ColorScale] = []
    for named in NamedPanel.all(of: figure) {
      let isNew = named.panel.panel.hasHeatmap && !explained.contains(named.panel.panel.color)
      if isNew { explained.append(named.panel.panel.color) }
      sentences +=
        PanelDescription(named: named, figure: figure, explainsColors: isNew, order: order).sentences
    }
    return sentences
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
    guard let map = HeatmapDescription(panel) else { return [] }
    let colors = explainsColors ? [map.colors].compactMap(\.self) : []
    return [name + map.shape] + map.sentences + colors
  }

  /// The most ranges of one panel; more would not be listened to.
  private static let mostRanges = 12

  /// Ranges of the marks, each from its least to its greatest value.
  private var ranges: [String] {
    let parts = panel.marks.filter { $0.geometry.isMeasured }.compactMap(range)
    return parts.isEmpty ? [] : [name + parts.prefix(Self.mostRanges).joined(separator: ", ") + "."]
  }

  private func range(_ mark: ResolvedMark) -> String? {
    guard let (least, most) = named.extremes(of: mark) else { return nil }
    let series = figure.series.count > 1 ? figure.name(of: mark).map { $0 + " " } ?? "" : ""
    if least.value == most.value { return series + least.sentence }
    return "\(series)from \(least.sentence) to \(most.sentence)"
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
      let name = Self.name(categories[Int(value)])
      let equal = categories.indices.filter { Self.name(categories[$0]) == name }
      let place = equal.firstIndex(of: Int(value)) ?? 0
      return equal.count == 1 ? name : "\(name) (occurrence \(place + 1))"
    }
    let number =
      value.magnitude < 1e9 && value == value.rounded() ? "\(Int(value))" : TickNumbers.plain(value)
    // What follows a semicolon is a remark.
    let title = axis.title.map { RichText($0).words.prefix { $0 != ";" } } ?? (isVertical ? "y" : "x")
    return "\(title) \(number)"
  }

  /// A category without the spaces that may tell it from an equal one.
  private static func name(_ category: String) -> String {
    let words = RichText(category).words
    return String(words.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension ResolvedFigure {
  /// The titles of the vertical axes, row by row, where rows have different ones; nil elsewhere.
  var groups: [String?]? {
    let titles = cells.map { row in
      row.lazy.compactMap { $0 }.filter { $0.y.categories != nil }.compactMap(\.panel.y.title).first
    }
    return Set(titles).count > 1 ? titles : nil
  }

  /// The name of a mark's series.
  func name(of mark: ResolvedMark) -> String? {
    series.first { $0.key == mark.mark.series }.map { RichText($0.name).words }
  }
}

extension TickNumbers {
  /// A number to three significant digits, as plain text.
  static func plain(_ value: Double) -> String { RichText(threeDigits(value)).plain }
}
