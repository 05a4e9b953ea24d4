/// Describes a figure in words, from its data.
struct AltText {
  /// The figure's title, or one made from its axes.
  let title: String
  let text: String

  init(_ figure: ResolvedFigure) {
    let settings = figure.figure
    let panels = figure.panels
    let axes = panels.first.map { Self.axes($0.panel) } ?? ""
    title = settings.title.map { RichText($0).plain } ?? axes
    var sentences: [String] = []
    let kinds = Self.kinds(panels)
    let count = panels.count == 1 ? kinds : "\(panels.count) panels, \(kinds)"
    sentences.append("\(count): \(axes).".capitalizedFirst)
    let names = figure.series.map { RichText($0.name).plain }
    if names.count > 1 { sentences.append("Series: \(names.joined(separator: ", ")).") }
    sentences += panels.map { Self.describe($0, figure) }.filter { !$0.isEmpty }
    if let note = settings.note { sentences.append(RichText(note).plain) }
    text = sentences.joined(separator: " ")
  }

  private static func axes(_ panel: Panel) -> String {
    let y = panel.y.title.map { RichText($0).plain }
    let x = panel.x.title.map { RichText($0).plain }
    switch (y, x) {
    case (let y?, let x?): return "\(y) by \(x)"
    case (let only?, nil), (nil, let only?): return only
    case (nil, nil): return "Figure"
    }
  }

  private static func kinds(_ panels: [ResolvedPanel]) -> String {
    let kinds = Set(panels.flatMap(\.marks).map(\.mark.kind))
    if kinds.contains(.heatmap) { return "heatmap" }
    if kinds.contains(.bars) { return "bar chart" }
    if !kinds.isDisjoint(with: [.line, .step]) { return "line chart" }
    if kinds.contains(.box) { return "box plot" }
    if !kinds.isDisjoint(with: [.interval, .segments]) { return "interval plot" }
    return "scatter plot"
  }

  private static func describe(_ panel: ResolvedPanel, _ figure: ResolvedFigure) -> String {
    let name = panel.panel.title.map { RichText($0).plain + ": " } ?? ""
    if panel.isEmpty { return name + "no data." }
    var parts: [String] = []
    for mark in panel.marks where [.line, .step, .points, .bars].contains(mark.mark.kind) {
      let measured = panel.y.categories == nil ? mark.y : mark.x
      let values = mark.rows.filter { mark.isShown[$0] }.compactMap { measured.first?[$0] }
      guard let least = values.min(), let most = values.max() else { continue }
      let series =
        figure.series.first { $0.key == mark.mark.series }.map { RichText($0.name).plain + " " } ?? ""
      parts.append("\(series)from \(rounded(least)) to \(rounded(most))")
    }
    let omitted = panel.omitted > 0 ? " \(panel.omitted) values are not shown." : ""
    guard !parts.isEmpty else { return omitted }
    return name + parts.prefix(12).joined(separator: ", ") + "." + omitted
  }

  private static func rounded(_ value: Double) -> String {
    RichText(NumberText.threeDigits(value)).plain
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
