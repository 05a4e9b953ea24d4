/// Describes a figure in words, from its data.
struct AltText {
  /// The title of the figure's files.
  let title: String
  let text: String

  /// The most words; longer descriptions are not listened to. Of more, the lines of a panel are described together, and
  /// then all panels.
  private static let mostWords = 130
  /// The most names of series; more would not be listened to.
  private static let mostSeries = 8

  init(_ figure: ResolvedFigure) {
    let settings = figure.figure
    let measured = Self.measured(figure)
    title = settings.fileTitle ?? settings.title.map { RichText($0).words } ?? measured
    let kinds = Self.kinds(figure.panels)
    let count = figure.panels.count == 1 ? kinds : "\(figure.panels.count) panels, \(kinds)"
    var head = [("\(count): \(measured).").capitalizedFirst]
    if let subtitle = settings.subtitle { head.append(RichText(subtitle).words + ".") }
    if let series = Self.series(figure) { head.append(series) }
    let tail = Self.sentences(about: figure) + [settings.equalLines].compactMap(\.self)
    let summary = PanelSummary(figure)
    let forms =
      [PanelDescription.all(of: figure)]
      + (figure.panels.count > 1 ? [summary.byPanel, summary.byMeasure] : [])
    let texts = forms.map { (head + $0 + tail).joined(separator: " ") }
    text = texts.first { $0.split(separator: " ").count <= Self.mostWords } ?? texts[texts.count - 1]
  }

  /// The subjects of the panels, each once.
  private static func measured(_ figure: ResolvedFigure) -> String {
    var seen: Set<String> = []
    let subjects = NamedPanel.all(of: figure).map(\.subject).filter { seen.insert($0).inserted }
    return subjects.prefix(3).joined(separator: "; ") + (subjects.count > 3 ? " and others" : "")
  }

  private static func series(_ figure: ResolvedFigure) -> String? {
    let occurring = Set(figure.panels.flatMap(\.marks).compactMap(\.mark.series))
    let names = figure.series.filter { occurring.contains($0.key) }.map { RichText($0.name).words }
    guard names.count > 1 else { return nil }
    let rest = names.count - mostSeries
    let list = names.prefix(mostSeries).joined(separator: names.contains { $0.contains(",") } ? "; " : ", ")
    return "Series: \(list)\(rest > 0 ? " and \(rest) more" : "")."
  }

  /// The kinds of all panels, each once.
  private static func kinds(_ panels: [ResolvedPanel]) -> String {
    var seen: Set<String> = []
    return panels.map(kind).filter { seen.insert($0).inserted }.joined(separator: " and ")
  }

  private static func kind(_ panel: ResolvedPanel) -> String {
    let charts = panel.marks.map { $0.geometry.chart }
    return (charts.max { $0.rawValue < $1.rawValue } ?? .scatterPlot).words
  }

  /// Collects what each kind of mark that occurs says of the figure, in the order in which the kinds occur.
  private static func sentences(about figure: ResolvedFigure) -> [String] {
    var seen: Set<Mark.Kind> = []
    let kinds = figure.panels.flatMap(\.marks).map(\.mark.kind).filter { seen.insert($0).inserted }
    return kinds.compactMap { $0.geometry.sentence(about: figure) }
  }
}

extension RichText {
  /// The words as one line.
  var words: String { plain.replacing("\n", with: ", ") }
}

extension String {
  package var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
