/// A place on the page in points, from the top left corner.
package struct Point: Sendable, Equatable {
  package var x: Double
  package var y: Double

  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  fileprivate var rounded: Point { Point((x * 1000).rounded() / 1000, (y * 1000).rounded() / 1000) }
}

/// An upright rectangle on the page in points.
package struct Rect: Sendable, Equatable {
  package var left: Double
  package var top: Double
  package var right: Double
  package var bottom: Double

  package init(left: Double, top: Double, right: Double, bottom: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// The smallest rectangle around all of `points`, `nil` when there is none.
  init?(around points: some Collection<Point>) {
    guard let first = points.first else { return nil }
    self.init(left: first.x, top: first.y, right: first.x, bottom: first.y)
    for point in points {
      left = min(left, point.x)
      right = max(right, point.x)
      top = min(top, point.y)
      bottom = max(bottom, point.y)
    }
  }

  package var width: Double { right - left }
  package var height: Double { bottom - top }
  package var centerX: Double { (left + right) / 2 }
  package var centerY: Double { (top + bottom) / 2 }

  /// The rectangle with each side moved outwards.
  package func grown(by amount: Double) -> Rect {
    Rect(left: left - amount, top: top - amount, right: right + amount, bottom: bottom + amount)
  }

  /// Whether the insides meet by more than `tolerance` both ways.
  package func overlaps(_ other: Rect, tolerance: Double = 0.01) -> Bool {
    min(right, other.right) - max(left, other.left) > tolerance
      && min(bottom, other.bottom) - max(top, other.top) > tolerance
  }

  /// Whether `other` lies within, up to `tolerance`.
  package func contains(_ other: Rect, tolerance: Double = 0.01) -> Bool {
    other.left >= left - tolerance && other.right <= right + tolerance && other.top >= top - tolerance
      && other.bottom <= bottom + tolerance
  }
}

/// A path of straight and curved pieces, on a grid of thousandths of a point, which keeps files small.
package struct Path: Sendable, Equatable {
  /// The use of the next point, of the next three, or of none.
  package enum Verb: UInt8, Sendable {
    case move, line, curve, close
  }

  package var verbs: [Verb] = []
  package var points: [Point] = []

  package init() {}

  package init(_ rect: Rect) { add(rect) }

  package init(from start: Point, to end: Point) {
    move(start)
    line(end)
  }

  package var isEmpty: Bool { verbs.isEmpty }

  package mutating func move(_ point: Point) { append(.move, point) }

  package mutating func line(_ point: Point) { append(.line, point) }

  private mutating func append(_ verb: Verb, _ point: Point) {
    verbs.append(verb)
    points.append(point.rounded)
  }

  package mutating func curve(_ first: Point, _ second: Point, _ end: Point) {
    verbs.append(.curve)
    points.append(first.rounded)
    points.append(second.rounded)
    points.append(end.rounded)
  }

  package mutating func close() { verbs.append(.close) }

  /// Adds a rectangle.
  package mutating func add(_ rect: Rect) {
    polygon([
      Point(rect.left, rect.top), Point(rect.right, rect.top), Point(rect.right, rect.bottom),
      Point(rect.left, rect.bottom),
    ])
  }

  /// Adds another path.
  package mutating func add(_ other: Path) {
    verbs += other.verbs
    points += other.points
  }

  /// Adds an open line through `points`.
  package mutating func polyline(_ points: [Point]) {
    guard let first = points.first else { return }
    move(first)
    for point in points.dropFirst() { line(point) }
  }

  /// Adds a closed polygon.
  package mutating func polygon(_ corners: [Point]) {
    guard let first = corners.first else { return }
    move(first)
    for corner in corners.dropFirst() { line(corner) }
    close()
  }

  /// Adds a circle as four cubic arcs, off a true circle by less than 0.03 % of its radius.
  package mutating func circle(_ center: Point, radius: Double) {
    let k = radius * 0.552_284_749_8
    func at(_ dx: Double, _ dy: Double) -> Point { Point(center.x + dx, center.y + dy) }
    move(at(radius, 0))
    curve(at(radius, k), at(k, radius), at(0, radius))
    curve(at(-k, radius), at(-radius, k), at(-radius, 0))
    curve(at(-radius, -k), at(-k, -radius), at(0, -radius))
    curve(at(k, -radius), at(radius, -k), at(radius, 0))
    close()
  }

  /// The smallest rectangle around all points, `nil` when there is none.
  package var bounds: Rect? { Rect(around: points) }
}
