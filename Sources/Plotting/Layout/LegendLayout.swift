/// A legend broken into rows and columns that fit a width.
struct LegendLayout {
  struct Entry {
    /// `nil` for the remark that more series exist than are listed.
    var series: Series?
    var text: TextLine
    var x: Double
    /// The middle of the entry's row, from the legend's top.
    var y: Double
  }

  var entries: [Entry]
  var height: Double
  /// The width of the samples, and the gap between them and the names.
  var sampleWidth = 0.0
  var sampleGap = 0.0

  static let empty = LegendLayout(entries: [], height: 0)

  /// Lays out `series` in as many rows as needed, in equal columns when there is more than one row. When
  /// `highest` cannot hold them all, the last entry says how many are missing.
  static func make(
    _ series: [Series], hasLines: Bool, width: Double, highest: Double, engine: TextEngine, metrics: Metrics
  ) throws(PlotError) -> LegendLayout {
    guard !series.isEmpty else { return .empty }
    let sampleWidth = (hasLines ? 1.9 : 0.8) * metrics.font
    let lead = sampleWidth + 0.45 * metrics.font
    let gap = 1.6 * metrics.font
    var texts: [TextLine] = []
    for entry in series {
      texts.append(
        try fitted(entry.name, width: width - lead, engine: engine, style: metrics.fine))
    }
    let rowHeight = 1.45 * metrics.font
    let natural = texts.reduce(0) { $0 + lead + $1.width } + gap * Double(texts.count - 1)
    if natural <= width {
      var row = singleRow(series, texts, lead: lead, gap: gap, rowHeight: rowHeight)
      (row.sampleWidth, row.sampleGap) = (sampleWidth, lead - sampleWidth)
      return row
    }
    let columnWidth = lead + (texts.map(\.width).max() ?? 0) + gap
    let columns = max(1, Int((width + gap) / columnWidth))
    let rows = max(1, min((series.count + columns - 1) / columns, Int(highest / rowHeight)))
    let shown = rows * columns < series.count ? rows * columns - 1 : series.count
    var entries: [Entry] = []
    func place(_ index: Int) -> (Double, Double) {
      (Double(index % columns) * columnWidth, (Double(index / columns) + 0.5) * rowHeight)
    }
    for index in 0..<max(shown, 0) {
      let (x, y) = place(index)
      entries.append(Entry(series: series[index], text: texts[index], x: x, y: y))
    }
    if shown < series.count {
      let (x, y) = place(max(shown, 0))
      let text = try engine.line("and \(series.count - max(shown, 0)) more", metrics.fine)
      entries.append(Entry(series: nil, text: text, x: x, y: y))
    }
    return LegendLayout(
      entries: entries, height: Double(rows) * rowHeight, sampleWidth: sampleWidth,
      sampleGap: lead - sampleWidth)
  }

  private static func singleRow(
    _ series: [Series], _ texts: [TextLine], lead: Double, gap: Double, rowHeight: Double
  ) -> LegendLayout {
    var x = 0.0
    var entries: [Entry] = []
    for (entry, text) in zip(series, texts) {
      entries.append(Entry(series: entry, text: text, x: x, y: rowHeight / 2))
      x += lead + text.width + gap
    }
    return LegendLayout(entries: entries, height: rowHeight)
  }

  /// The name in one line, shortened with an ellipsis when it is wider than the whole legend.
  static func fitted(
    _ name: String, width: Double, engine: TextEngine, style: TextStyle
  ) throws(PlotError) -> TextLine {
    let whole = try engine.line(name, style)
    guard whole.width > width else { return whole }
    var pieces = TextWrapper.pieces(of: name, atSpaces: false)
    while pieces.count > 1 {
      pieces.removeLast()
      let line = try engine.line(pieces.joined() + "…", style)
      if line.width <= width { return line }
    }
    return try engine.line("…", style)
  }
}
