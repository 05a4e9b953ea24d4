extension Mark {
  /// A line through the points, interrupted where one is missing.
  public static func line(x: Values, y: [Double], series: String? = nil, style: MarkStyle = MarkStyle())
    -> Mark
  {
    Mark(.line, x: x, y: .numbers(y), series: series, style: style)
  }
}

/// Straight segments through the points of a curve.
enum LineGeometry: MarkGeometry {
  static let layer = MarkLayer.lines
  static let legendSample: LegendSample.Parts = [.line, .wide, .markerOfMany]
  static let isCurve = true
  static let chart = ChartName.lineChart
  static let isMeasured = true

  static func hasLoneMarkers(_ mark: ResolvedMark) -> Bool { mark.rows.count == 1 }

  static func draw(_ mark: ResolvedMark, with painter: MarkPainter) -> [Element] {
    painter.lineShapes(mark).map { Element(.mark, $0) }
  }
}

extension MarkPainter {
  /// Lines, interrupted at gaps; a point between two gaps becomes a dot.
  fileprivate func lineShapes(_ mark: ResolvedMark) -> [Shape] {
    var path = Path()
    var lonely: [Point] = []
    for rows in stretches(mark) {
      let points = rows.compactMap { place(mark, $0) }
      if points.count == 1 {
        lonely += points
      } else {
        add(Thinning.line(points), to: &path)
      }
    }
    var shapes: [Shape] = []
    if !path.isEmpty { shapes.append(.stroke(path, lineStroke(mark))) }
    let look = look(mark.mark)
    let marked = markedPoints(mark) ?? lonely
    let radius = Marker.radius(theme) * mark.mark.style.width.squareRoot()
    return shapes
      + marked.flatMap { point in
        Marker(shape: look.marker, radius: radius * equalPoints.scale(of: mark.index, at: point))
          .shapes(at: point, color: color(mark.mark), paper: theme.paper)
      }
  }

  /// The stroke of a line; of lines that lie on one another, one that lets the others be seen.
  private func lineStroke(_ mark: ResolvedMark) -> Stroke {
    var stroke = stroke(mark.mark)
    guard let (rank, count) = equalLines.position(of: mark.index) else { return stroke }
    stroke.dash = EqualLines.dash(rank: rank, of: count).map { $0 * stroke.width }
    stroke.hasRoundCaps = rank == 0
    return stroke
  }

  /// The points of a line that bear a marker, `nil` when it has none. On long lines, where a marker at every
  /// point would hide the line, these are about a dozen, at other places than those of the series before.
  private func markedPoints(_ mark: ResolvedMark) -> [Point]? {
    guard look(mark.mark).hasMarkers else { return nil }
    let (rank, count) = equalLines.position(of: mark.index) ?? (0, 1)
    let points = mark.rows.compactMap { place(mark, $0) }.enumerated()
      .filter { $0.offset % count == rank }.map(\.element)
    guard points.count > Self.mostOnLine else { return points }
    let stride = points.count / 12
    let start = stride * (mark.index % 4) / 4 + stride / 8
    return Swift.stride(from: start, to: points.count, by: stride).map { points[$0] }
  }

  /// The most points of a line of which each has a marker.
  private static let mostOnLine = 40

  private func add(_ points: [Point], to path: inout Path) {
    guard let first = points.first else { return }
    path.move(first)
    for point in points.dropFirst() { path.line(point) }
  }
}

/// The highest and the lowest line of a panel on average, and the place where the two are furthest apart.
struct LineOrder: Equatable {
  private let top: String
  private let bottom: String
  /// The horizontal place; nil when the two have none in common.
  let widestGap: Double?

  /// Nil when the panel has no two lines of different series.
  init?(_ panel: ResolvedPanel, _ figure: ResolvedFigure) {
    let lines = panel.marks.filter { $0.geometry.isCurve && $0.mark.series != nil }
      .compactMap { mark -> (name: String, mean: Double, points: [Double: Double])? in
        guard let xs = mark.x.first, let ys = mark.y.first else { return nil }
        let rows = mark.rows.filter { mark.isShown[$0] }
        guard !rows.isEmpty else { return nil }
        let points = Dictionary(rows.map { (xs[$0], ys[$0]) }) { first, _ in first }
        let mean = rows.reduce(0) { $0 + ys[$1] / Double(rows.count) }
        return (figure.name(of: mark) ?? "", mean, points)
      }
    guard lines.count > 1, let top = lines.max(by: { $0.mean < $1.mean }),
      let bottom = lines.min(by: { $0.mean < $1.mean }), top.name != bottom.name, top.mean > bottom.mean
    else { return nil }
    (self.top, self.bottom) = (top.name, bottom.name)
    let gaps = top.points.compactMap { x, y in bottom.points[x].map { (x: x, gap: abs(y - $0)) } }
    widestGap = gaps.max { ($0.gap, $1.x) < ($1.gap, $0.x) }?.x
  }

  /// The order of the lines in all panels with several, when it is the same in at least two.
  static func common(to figure: ResolvedFigure) -> LineOrder? {
    let orders = figure.panels.compactMap { LineOrder($0, figure) }
    guard orders.count > 1, orders.allSatisfy({ $0 == orders[0] }) else { return nil }
    return orders[0]
  }

  /// Returns a sentence on how often each line is highest, where that differs from panel to panel; nil when
  /// there is nothing to count.
  static func tally(of figure: ResolvedFigure) -> String? {
    let orders = figure.panels.compactMap { LineOrder($0, figure) }
    var counts: [(name: String, count: Int)] = []
    for order in orders {
      if let known = counts.firstIndex(where: { $0.name == order.top }) {
        counts[known].count += 1
      } else {
        counts.append((order.top, 1))
      }
    }
    guard let first = counts.max(by: { $0.count < $1.count }) else { return nil }
    let rest = counts.filter { $0.name != first.name }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    let others = rest.prefix(3).map { ", \($0.name) in \($0.count)" }.joined()
    return "On average \(first.name) is highest in \(first.count) of \(orders.count) panels\(others)."
  }

  static func == (left: LineOrder, right: LineOrder) -> Bool {
    left.top == right.top && left.bottom == right.bottom
  }

  /// A sentence that says so of all panels.
  var sentence: String { "In every panel with lines, on average, \(words)." }

  var words: String { "\(top) is highest and \(bottom) lowest" }
}
