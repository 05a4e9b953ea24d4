/// Describes a figure in words, from its data.
struct AltText {
  /// The figure's title, or one made from its axes.
  let title: String
  let text: String

  init(_ figure: ResolvedFigure) {
    let settings = figure.figure
    let panels = figure.panels
    let measured = panels.first.map { Self.measured($0, hasGroups: figure.groups != nil) } ?? ""
    title = settings.title.map { RichText($0).plain } ?? measured
    let kinds = Self.kinds(panels)
    let count = panels.count == 1 ? kinds : "\(panels.count) panels, \(kinds)"
    var sentences = [("\(count): \(measured).").capitalizedFirst]
    if let subtitle = settings.subtitle { sentences.append(RichText(subtitle).words + ".") }
    let names = figure.series.map { RichText($0.name).plain }
    if names.count > 1 { sentences.append("Series: \(names.joined(separator: ", ")).") }
    sentences += PanelWords.all(of: figure)
    if let note = settings.note { sentences.append(RichText(note).words) }
    text = sentences.joined(separator: " ")
  }

  /// What the panel shows against what; where rows have groups, the vertical axis names the group of one alone.
  private static func measured(_ panel: ResolvedPanel, hasGroups: Bool) -> String {
    let y = (hasGroups ? nil : panel.panel.y.title).map { RichText($0).plain }
    let x = panel.panel.x.title.map { RichText($0).plain }
    let axes = [y, x].compactMap(\.self).joined(separator: panel.panel.hasHeatmap ? " and " : " by ")
    guard panel.panel.hasHeatmap, let colour = panel.panel.color.title else {
      return axes.isEmpty ? "Figure" : axes
    }
    return RichText(colour).plain + (axes.isEmpty ? "" : " by \(axes)")
  }

  /// The kinds of all panels, each once.
  private static func kinds(_ panels: [ResolvedPanel]) -> String {
    var seen: Set<String> = []
    return panels.map(kind).filter { seen.insert($0).inserted }.joined(separator: " and ")
  }

  private static func kind(_ panel: ResolvedPanel) -> String {
    let kinds = Set(panel.marks.map(\.mark.kind))
    if kinds.contains(.heatmap) { return "heatmap" }
    if kinds.contains(.bars) { return "bar chart" }
    if !kinds.isDisjoint(with: [.line, .step]) { return "line chart" }
    if kinds.contains(.box) { return "box plot" }
    if !kinds.isDisjoint(with: [.interval, .segments]) { return "interval plot" }
    return "scatter plot"
  }
}

extension RichText {
  /// The words as one line.
  var words: String { plain.replacing("\n", with: ", ") }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
