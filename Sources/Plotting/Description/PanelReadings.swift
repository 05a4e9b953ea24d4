import Foundation

/// The values of a panel that a reader may ask for one by one, with their places: what a page says of the place under the
/// pointer.
struct PanelReadings: Sendable {
  /// A place along an axis, by its name.
  struct Stop: Sendable, Equatable {
    let name: String
    let place: Double
  }

  /// The values of a series, one for each stop.
  struct Line: Sendable {
    let name: String
    let values: [Double?]
    /// The intervals about the values, where the figure shows them.
    let low: [Double?]
    let high: [Double?]
  }

  private let frame: Rect
  private let title: String
  /// Stops from left to right, from top to bottom, or both for the columns and rows of a heatmap.
  private var x: [Stop] = []
  private var y: [Stop] = []
  private var lines: [Line] = []
  /// The values of a heatmap, row by row.
  private var cells: [Double?] = []

  /// More are not told apart under a pointer, and would make a page large.
  private static let mostStops = 500
  private static let mostCells = 4000

  /// Nil where the panel shows nothing that could be asked for.
  init?(_ layout: PanelLayout, named: NamedPanel, in figure: ResolvedFigure) {
    frame = layout.frame
    title = named.name
    let panel = named.panel
    if panel.panel.hasHeatmap {
      guard readCells(panel, layout) else { return nil }
    } else {
      guard readLines(panel, layout, figure) else { return nil }
    }
  }

  private mutating func readCells(_ panel: ResolvedPanel, _ layout: PanelLayout) -> Bool {
    let marks = panel.marks.filter { $0.geometry.hasCells }
    let (xs, ys) = (marks.flatMap { $0.x.first ?? [] }, marks.flatMap { $0.y.first ?? [] })
    let (columns, rows) = (Set(xs).sorted(), Set(ys).sorted())
    guard columns.count * rows.count <= Self.mostCells else { return false }
    x = stops(columns, panel.x, layout.xScale)
    y = stops(rows, panel.y, layout.yScale)
    cells = Array(repeating: nil, count: x.count * y.count)
    for mark in marks {
      for row in mark.rows where mark.isShown[row] {
        guard let column = columns.firstIndex(of: mark.x[0][row]),
          let line = rows.firstIndex(of: mark.y[0][row])
        else { continue }
        cells[line * x.count + column] = mark.mark.value[row]
      }
    }
    return !cells.isEmpty
  }

  private mutating func readLines(
    _ panel: ResolvedPanel, _ layout: PanelLayout, _ figure: ResolvedFigure
  ) -> Bool {
    let isUpright = panel.y.categories == nil
    let marks = panel.marks.filter { $0.geometry.isMeasured && !$0.x.isEmpty && !$0.y.isEmpty }
    let along = { (mark: ResolvedMark) in isUpright ? mark.x[0] : mark.y[0] }
    let places = Set(marks.flatMap { mark in mark.rows.filter { mark.isShown[$0] }.map { along(mark)[$0] } })
      .sorted()
    guard !places.isEmpty, places.count <= Self.mostStops else { return false }
    if isUpright {
      x = stops(places, panel.x, layout.xScale)
    } else {
      y = stops(places, panel.y, layout.yScale)
    }
    lines = marks.map { mark in
      let rows = Dictionary(mark.rows.filter { mark.isShown[$0] }.map { (along(mark)[$0], $0) }) { first, _ in
        first
      }
      let values = isUpright ? mark.y[0] : mark.x[0]
      let intervals = places.map { place in
        rows[place].flatMap { _ in
          panel.interval(
            beside: mark, at: place, isUpright: isUpright, kinds: [.interval, .band, .segments])
        }
      }
      return Line(
        name: figure.name(of: mark) ?? "", values: places.map { place in rows[place].map { values[$0] } },
        low: intervals.map { $0?.low }, high: intervals.map { $0?.high })
    }
    return true
  }

  private func stops(_ values: [Double], _ axis: ResolvedAxis, _ scale: Scale) -> [Stop] {
    values.map { Stop(name: axis.words(for: $0), place: scale.place($0) ?? 0) }
  }
}

extension PanelReadings {
  /// The readings of all panels of a figure as JSON: for each its frame, title, stops, series and cells. The names of stops that are
  /// those of the first panel are a 0.
  static func json(_ panels: [PanelReadings]) -> String {
    let texts = panels.enumerated().map { $0.element.json(after: $0.offset == 0 ? nil : panels[0]) }
    return "[\(texts.joined(separator: ","))]"
  }

  private func json(after first: PanelReadings?) -> String {
    let sides = [frame.left, frame.top, frame.right, frame.bottom].map(Self.place).joined(separator: ",")
    var members = ["\"box\":[\(sides)]", "\"title\":\(Self.quoted(title))"]
    for (name, stops, others) in [("x", x, first?.x), ("y", y, first?.y)] where !stops.isEmpty {
      let names = stops.map(\.name)
      let isSame = others.map { $0.map(\.name) == names } ?? false
      members.append("\"\(name)\":" + (isSame ? "0" : "[\(names.map(Self.quoted).joined(separator: ","))]"))
      members.append("\"\(name)at\":[\(stops.map { Self.place($0.place) }.joined(separator: ","))]")
    }
    if !lines.isEmpty { members.append("\"series\":[\(lines.map(Self.json).joined(separator: ","))]") }
    if !cells.isEmpty { members.append("\"cells\":\(Self.numbers(cells))") }
    return "{\(members.joined(separator: ","))}"
  }

  private static func json(_ line: Line) -> String {
    let parts = [quoted(line.name), numbers(line.values)]
    let hasIntervals = line.low.contains { $0 != nil }
    return
      "[\((parts + (hasIntervals ? [numbers(line.low), numbers(line.high)] : [])).joined(separator: ","))]"
  }

  /// A list, or, of values most of which are missing, the others by their place.
  private static func numbers(_ values: [Double?]) -> String {
    let known = values.indices.compactMap { place in values[place].map { (place, number($0)) } }
    if 2 * known.count < values.count {
      return "{\(known.map { "\"\($0)\":\($1)" }.joined(separator: ","))}"
    }
    return "[\(values.map { $0.map(number) ?? "null" }.joined(separator: ","))]"
  }

  /// A tenth of a point is less than a pixel.
  private static func place(_ value: Double) -> String { number((value * 10).rounded() / 10) }

  /// Four significant digits.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    guard value != 0 else { return "0" }
    let power = pow(10, 3 - log10(value.magnitude).rounded(.down))
    let rounded = power.isFinite && power > 0 ? (value * power).rounded() / power : value
    return rounded == rounded.rounded() && rounded.magnitude < 1e9 ? "\(Int(rounded))" : "\(rounded)"
  }

  /// A string of JSON. Characters that no page may hold are left out when it is escaped for one.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n", "\t": result += " "
      default: if scalar.value >= 0x20 { result.unicodeScalars.append(scalar) }
      }
    }
    return result + "\""
  }
}
