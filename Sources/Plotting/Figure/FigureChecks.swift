/// Checks of all that must hold before a figure can be laid out.
enum FigureChecks {
  /// - Throws: ``PlotError`` for the first thing that is not as it must be.
  static func check(_ figure: Figure) throws(PlotError) {
    let panels = figure.panels.flatMap { $0.compactMap { $0 } }
    guard !panels.isEmpty else { throw .noPanels }
    let columns = figure.panels.map(\.count).max() ?? 0
    try checkTitles(figure.columnTitles, "Column titles", columns)
    try checkTitles(figure.rowTitles, "Row titles", figure.panels.count)
    guard figure.rowWeights.isEmpty || figure.rowWeights.count == figure.panels.count else {
      throw .lengths(what: "Row weights", expected: figure.panels.count, found: figure.rowWeights.count)
    }
    if let weight = figure.rowWeights.first(where: { !(0.01...100).contains($0) }) {
      throw .setting(what: "The weight of a row", value: "\(weight)", expected: "between 0.01 and 100")
    }
    for panel in panels {
      try check(panel.x, "horizontal")
      try check(panel.y, "vertical")
      for mark in panel.marks { try check(mark) }
      if panel.hasHeatmap { try check(panel.color) }
    }
    var keys: Set<String> = []
    for series in figure.series where !keys.insert(series.key).inserted {
      throw .setting(what: "A series", value: "“\(series.key)” twice", expected: "listed once")
    }
    if let slot = figure.series.compactMap(\.slot).first(where: { $0 < 0 }) {
      throw .setting(what: "The slot of a series", value: "\(slot)", expected: "0 or more")
    }
  }

  /// - Throws: ``PlotError`` when a size or font size is not a positive number of a sensible magnitude.
  static func check(_ preset: Preset) throws(PlotError) {
    let (whole, panel) = (FigureSize.sides, FigureSize.panelSides)
    let sides: [(String, Double, ClosedRange<Double>, unit: String)] =
      switch preset.size {
      case .exact(let width, let height):
        [("width", width, whole, " points"), ("height", height, whole, " points")]
      case .width(let width, let aspect):
        [("width", width, whole, " points"), ("panel aspect", aspect ?? 1, 0.02...20, "")]
      case .panels(let width, let height):
        [("panel width", width, panel, " points"), ("panel height", height, panel, " points")]
      }
    for (name, value, allowed, unit) in sides where !allowed.contains(value) {
      throw .size(
        what: name, value: value, allowed: "between \(allowed.lowerBound) and \(allowed.upperBound)\(unit)")
    }
    for (name, value) in [("font size", preset.fontSize), ("small font size", preset.smallFontSize)]
    where !(1...200).contains(value) {
      throw .size(what: name, value: value, allowed: "between 1 and 200")
    }
    guard (0...500).contains(preset.margin) else {
      throw .size(what: "margin", value: preset.margin, allowed: "between 0 and 500")
    }
  }

  private static func checkTitles(_ titles: [String], _ what: String, _ count: Int) throws(PlotError) {
    guard titles.isEmpty || titles.count == count else {
      throw .lengths(what: what, expected: count, found: titles.count)
    }
  }

  private static func check(_ axis: Axis, _ side: String) throws(PlotError) {
    for limit in [axis.lower, axis.upper].compactMap({ $0 }) {
      guard limit.isFinite, limit.magnitude < 1e300 else {
        throw .setting(what: "A limit of the \(side) axis", value: "\(limit)", expected: "a finite number")
      }
      guard axis.scale != .log10 || limit > 0 else {
        throw .setting(
          what: "A limit of the logarithmic \(side) axis", value: "\(limit)", expected: "greater than zero")
      }
    }
    if let lower = axis.lower, let upper = axis.upper, lower >= upper {
      throw .setting(
        what: "The lower limit of the \(side) axis", value: "\(lower)",
        expected: "less than the upper, \(upper)")
    }
    if case .symlog(let threshold) = axis.scale, !(threshold > 0 && threshold.isFinite) {
      throw .setting(
        what: "The threshold of the symlog \(side) axis", value: "\(threshold)", expected: "a positive number"
      )
    }
  }

  private static func check(_ color: ColorScale) throws(PlotError) {
    var values = [color.lower, color.upper].compactMap { $0 }
    if case .diverging(let center) = color.kind { values.append(center) }
    let least = color.isLogarithmic ? 1e-300 : -1e300
    for value in values where !(least...1e300).contains(value) {
      throw .setting(
        what: "A limit or the center of a colour scale", value: "\(value)",
        expected: color.isLogarithmic ? "a positive number, for the scale is logarithmic" : "a finite number")
    }
    if let lower = color.lower, let upper = color.upper, lower >= upper {
      throw .setting(
        what: "The lower limit of a colour scale", value: "\(lower)",
        expected: "less than the upper, \(upper)")
    }
  }

  private static let mostWords = 10_000

  private static func check(_ mark: Mark) throws(PlotError) {
    let count = max(mark.x.count, mark.y.count)
    let needed = mark.kind.geometry.channels
    var channels: [(String, Int, isOptional: Bool)] = [
      ("x", mark.x.count, !needed.contains(.places)), ("y", mark.y.count, !needed.contains(.places)),
      ("value", mark.value.count, !needed.contains(.value)),
      ("text", mark.text.count, !needed.contains(.text)),
    ]
    if let x2 = mark.x2 { channels.append(("x2", x2.count, false)) }
    if let y2 = mark.y2 { channels.append(("y2", y2.count, false)) }
    for (name, found, isOptional) in channels where found != count && !(isOptional && found == 0) {
      throw .lengths(what: "Channel \(name) of a \(mark.kind.rawValue) mark", expected: count, found: found)
    }
    guard mark.text.count <= mostWords else {
      throw .setting(
        what: "The number of words in a \(mark.kind.rawValue) mark", value: "\(mark.text.count)",
        expected: "at most \(mostWords), since more would only hide each other")
    }
    guard !needed.contains(.farEnd) || mark.x2 != nil || mark.y2 != nil else {
      throw .lengths(what: "Channel y2 of a \(mark.kind.rawValue) mark", expected: count, found: 0)
    }
  }
}
