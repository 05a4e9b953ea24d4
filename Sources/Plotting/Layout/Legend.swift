/// The entries of a legend and its place.
struct LegendEntries {
  /// The series that occur in any mark; one of which nothing is drawn says so after its name.
  let series: [Series]
  /// Whether a sample must be long enough to show a line.
  let hasLines: Bool
  /// Whether nothing is drawn of some series.
  private let hasSilent: Bool

  init(_ figure: ResolvedFigure) {
    let marks = figure.panels.flatMap(\.marks)
    let shown = Set(marks.compactMap(\.mark.series))
    let drawn = Set(marks.filter { $0.isShown.contains(true) }.map(\.mark.series))
    series = figure.series.filter { shown.contains($0.key) }.map { series in
      if drawn.contains(series.key) { return series }
      let hasValues = marks.contains { $0.mark.series == series.key && $0.hasValues }
      return Series(series.key, name: series.name + (hasValues ? " (none on the axes)" : " (no data)"))
    }
    hasLines = marks.contains { $0.mark.series != nil && $0.geometry.legendSample.contains(.wide) }
    hasSilent = !drawn.isSuperset(of: shown)
  }

  /// ``LegendPlacement/top`` or ``LegendPlacement/none`` for what was asked, in a figure whose lines have their names at
  /// their ends or not.
  func placement(_ asked: LegendPlacement, hasLineLabels: Bool) -> LegendPlacement {
    switch asked {
    case .none: .none
    case .top: .top
    case .automatic: hasLineLabels || series.count < 2 && !hasSilent ? .none : .top
    }
  }
}

/// A legend broken into rows and columns that fit a width.
struct LegendLayout {
  struct Entry {
    /// `nil` for the title, and for the remark that more series exist than are listed.
    var series: Series?
    var isTitle = false
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
  /// `highest` cannot hold them all, the last entry says how many are missing. A `title` stands before a single row that
  /// has room for it.
  static func make(
    _ series: [Series], title: String? = nil, hasLines: Bool, width: Double, highest: Double,
    engine: TextEngine, metrics: Metrics
  ) throws(PlotError) -> LegendLayout {
    guard !series.isEmpty else { return .empty }
    let sampleWidth = (hasLines ? 1.9 : 0.8) * metrics.font
    let lead = sampleWidth + 0.45 * metrics.font
    let texts = try series.map { entry throws(PlotError) in
      try fitted(entry.name, width: width - lead, engine: engine, style: metrics.fine)
    }
    let spacing = Spacing(lead: lead, gap: 1.6 * metrics.font, row: 1.45 * metrics.font)
    let natural = texts.reduce(0) { $0 + lead + $1.width } + spacing.gap * Double(texts.count - 1)
    let heading = try title.map { title throws(PlotError) in try engine.line(title, metrics.fine) }
    let fitting = heading.flatMap { $0.width + spacing.gap + natural <= width ? $0 : nil }
    var layout =
      natural <= width
      ? singleRow(series, texts, heading: fitting, spacing)
      : try columns(series, texts, spacing, width: width, highest: highest) { missing throws(PlotError) in
        try engine.line("and \(missing) more", metrics.fine)
      }
    (layout.sampleWidth, layout.sampleGap) = (sampleWidth, lead - sampleWidth)
    return layout
  }

  /// The room between the parts of a legend.
  private struct Spacing {
    /// Distance from the left of a sample to the left of its name.
    let lead: Double
    let gap: Double
    let row: Double
  }

  private static func singleRow(
    _ series: [Series], _ texts: [TextLine], heading: TextLine?, _ spacing: Spacing
  ) -> LegendLayout {
    var x = 0.0
    var entries: [Entry] = []
    if let heading {
      entries.append(Entry(series: nil, isTitle: true, text: heading, x: 0, y: spacing.row / 2))
      x = heading.width + spacing.gap
    }
    for (entry, text) in zip(series, texts) {
      entries.append(Entry(series: entry, text: text, x: x, y: spacing.row / 2))
      x += spacing.lead + text.width + spacing.gap
    }
    return LegendLayout(entries: entries, height: spacing.row)
  }

  private static func columns(
    _ series: [Series], _ texts: [TextLine], _ spacing: Spacing, width: Double, highest: Double,
    remark: (_ missing: Int) throws(PlotError) -> TextLine
  ) throws(PlotError) -> LegendLayout {
    let columnWidth = spacing.lead + (texts.map(\.width).max() ?? 0) + spacing.gap
    let columns = max(1, Int((width + spacing.gap) / columnWidth))
    let rows = max(1, min((series.count + columns - 1) / columns, Int(highest / spacing.row)))
    let shown = max(rows * columns < series.count ? rows * columns - 1 : series.count, 0)
    func entry(_ series: Series?, _ text: TextLine, at index: Int) -> Entry {
      let (column, row) = (Double(index % columns), Double(index / columns))
      return Entry(series: series, text: text, x: column * columnWidth, y: (row + 0.5) * spacing.row)
    }
    var entries = (0..<shown).map { entry(series[$0], texts[$0], at: $0) }
    if shown < series.count { entries.append(entry(nil, try remark(series.count - shown), at: shown)) }
    return LegendLayout(entries: entries, height: Double(rows) * spacing.row)
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

/// The small picture of a series beside its name: what its marks look like.
struct LegendSample {
  /// The parts of a sample that stand for a kind of mark.
  struct Parts: OptionSet {
    let rawValue: Int

    /// A field as light as a band.
    static let tint = Parts(rawValue: 1)
    static let line = Parts(rawValue: 2)
    static let marker = Parts(rawValue: 4)
    /// A marker where there are so many series that lines have markers.
    static let markerOfMany = Parts(rawValue: 8)
    /// Room for the dashes of a line.
    static let wide = Parts(rawValue: 16)
  }

  let figure: ResolvedFigure
  let theme: Theme
  let metrics: Metrics

  func draw(_ key: String, left: Double, width: Double, y: Double) -> [Element] {
    guard let look = figure.looks[key] else { return [] }
    let marks = figure.panels.flatMap(\.marks).filter { $0.mark.series == key }
    let parts = marks.reduce(into: Parts()) { parts, mark in
      let sample = mark.geometry.legendSample
      parts.formUnion(mark.mark.style.isOutlined ? sample.subtracting(.tint) : sample)
    }
    let right = left + width
    let half = 0.36 * metrics.font
    var shapes: [Shape] = []
    if parts.contains(.tint) {
      let rect = Rect(left: left, top: y - half, right: right, bottom: y + half)
      shapes.append(.fill(Path(rect), look.color.opacity(theme.bandOpacity)))
    }
    if parts.contains(.line) {
      let stroke = Stroke(
        look.color, width: theme.lineWidth, dash: look.dash.map { $0 * theme.lineWidth })
      shapes.append(.stroke(Path(from: Point(left, y), to: Point(right, y)), stroke))
    }
    if parts.contains(.marker) || look.hasMarkers && parts.contains(.markerOfMany) {
      let marker = Marker(shape: look.marker, radius: Marker.radius(theme))
      shapes += marker.shapes(at: Point(left + width / 2, y), color: look.color, paper: theme.paper)
    }
    return shapes.map { Element(.legend, $0) }
  }
}
