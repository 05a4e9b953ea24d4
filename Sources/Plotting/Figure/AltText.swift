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
    if panel.isEmpty {
      return [name + "no data.", panel.omissions.sentence].compactMap { $0 }.joined(separator: " ")
    }
    var parts: [String] = []
    for mark in panel.marks where [.line, .step, .points, .bars].contains(mark.mark.kind) {
      let measured = panel.y.categories == nil ? mark.y : mark.x
      let values = mark.rows.filter { mark.isShown[$0] }.compactMap { measured.first?[$0] }
      guard let least = values.min(), let most = values.max() else { continue }
      let series =
        figure.series.first { $0.key == mark.mark.series }.map { RichText($0.name).plain + " " } ?? ""
      parts.append("\(series)from \(rounded(least)) to \(rounded(most))")
    }
    var sentences = parts.isEmpty ? [] : [name + parts.prefix(12).joined(separator: ", ") + "."]
    if let comparison = compare(panel, figure) { sentences.append(comparison) }
    if let omitted = panel.omissions.sentence { sentences.append(omitted) }
    return sentences.joined(separator: " ")
  }

  /// Which line is highest and which lowest on average, and where they are furthest apart.
  private static func compare(_ panel: ResolvedPanel, _ figure: ResolvedFigure) -> String? {
    let lines = panel.marks.filter { [.line, .step].contains($0.mark.kind) && $0.mark.series != nil }
      .compactMap { mark -> (name: String, mean: Double, points: [Double: Double])? in
        guard let xs = mark.x.first, let ys = mark.y.first else { return nil }
        let rows = mark.rows.filter { mark.isShown[$0] }
        guard !rows.isEmpty else { return nil }
        let points = Dictionary(rows.map { (xs[$0], ys[$0]) }) { first, _ in first }
        let mean = rows.reduce(0) { $0 + ys[$1] / Double(rows.count) }
        let series = figure.series.first { $0.key == mark.mark.series }
        return (series.map { RichText($0.name).plain } ?? "", mean, points)
      }
    guard lines.count > 1, let top = lines.max(by: { $0.mean < $1.mean }),
      let bottom = lines.min(by: { $0.mean < $1.mean }), top.name != bottom.name
    else { return nil }
    let sentence = "On average \(top.name) is highest and \(bottom.name) lowest"
    let gaps = top.points.compactMap { x, y in bottom.points[x].map { (x: x, gap: abs(y - $0)) } }
    guard let widest = gaps.max(by: { ($0.gap, $1.x) < ($1.gap, $0.x) }) else { return sentence + "." }
    let axis = panel.panel.x.title.map { RichText($0).plain } ?? "x"
    return sentence + "; they are furthest apart at \(axis) \(place(widest.x, panel.x))."
  }

  private static func place(_ value: Double, _ axis: ResolvedAxis) -> String {
    guard let categories = axis.categories, categories.indices.contains(Int(value)) else {
      return value.magnitude < 1e9 && value == value.rounded() ? "\(Int(value))" : rounded(value)
    }
    return RichText(categories[Int(value)]).plain
  }

  private static func rounded(_ value: Double) -> String {
    RichText(NumberText.threeDigits(value)).plain
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
