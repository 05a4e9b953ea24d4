/// Writes numbers and paths as short as SVG has them, in hundredths of a point, and long lines and the middles of dots in tenths.
enum WebPath {
  /// A number with two decimals at most and no zero that says nothing: `12.5`, `.3`, `-4`.
  static func number(_ value: Double) -> String { number(hundredths(value)) }

  private static func hundredths(_ value: Double) -> Int { Int((value * 100).rounded()) }

  private static func number(_ hundredths: Int) -> String {
    let (whole, part) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
    let sign = hundredths < 0 ? "-" : ""
    if part == 0 { return "\(sign)\(whole)" }
    let decimals = part % 10 == 0 ? "\(part / 10)" : part < 10 ? "0\(part)" : "\(part)"
    return "\(sign)\(whole == 0 ? "" : "\(whole)").\(decimals)"
  }

  /// The middles of the circles that a path consists of and the radius that they share, `nil` for any other path.
  static func dots(_ path: Path) -> (centers: [Point], radius: Double)? {
    let verbs: [Path.Verb] = [.move, .curve, .curve, .curve, .curve, .close]
    let count = path.verbs.count / verbs.count
    guard count > 0, path.verbs == Array(repeating: verbs, count: count).flatMap(\.self) else { return nil }
    let length = path.points.count / count
    let boxes = (0..<count).compactMap { place in
      Rect(around: path.points[place * length..<(place + 1) * length])
    }
    guard let first = boxes.first, boxes.allSatisfy({ isCircle($0, like: first) }) else { return nil }
    return (boxes.map { Point($0.centerX, $0.centerY) }, first.width / 2)
  }

  /// Whether a box is as wide as high and as another, but for the grid of thousandths that paths lie on.
  private static func isCircle(_ box: Rect, like other: Rect) -> Bool {
    (box.width - box.height).magnitude < 0.003 && (box.width - other.width).magnitude < 0.003
  }

  /// The data of a path that round ends of lines without a length make dots of. They go from left to right, for short steps: all of
  /// a path is painted at once, so none lies in front of another.
  static func data(ofDots centers: [Point]) -> String {
    var writer = Writer(unit: 10)
    for center in centers.sorted(by: { ($0.x, $0.y) < ($1.x, $1.y) }) {
      writer.move(center)
      writer.line(center)
    }
    return writer.text
  }

  /// Points from which on a line is that of a curve, whose places a reader cannot tell from those a tenth of a point beside.
  private static let longLine = 24

  /// The data of a path: each place relative to the one before, both rounded, so that no error adds up. A long line has its places
  /// in tenths.
  static func data(_ path: Path) -> String {
    let isLong = path.points.count >= longLine && path.verbs.count { $0 == .move } == 1
    var writer = Writer(unit: isLong ? 10 : 1)
    var next = path.points.makeIterator()
    for verb in path.verbs {
      switch verb {
      case .move: if let point = next.next() { writer.move(point) }
      case .line: if let point = next.next() { writer.line(point) }
      case .curve:
        if let first = next.next(), let second = next.next(), let end = next.next() {
          writer.curve(first, second, end)
        }
      case .close: writer.close()
      }
    }
    return writer.text
  }

  private struct Writer {
    var text = ""
    /// Hundredths of a point to which places are rounded.
    private let unit: Int
    private var at = (x: 0, y: 0)
    private var start = (x: 0, y: 0)
    private var command: Character = " "
    /// Whether the last number has a point.
    private var hasPoint = false

    init(unit: Int = 1) { self.unit = unit }

    private func step(to point: Point) -> (x: Int, y: Int) {
      (rounded(point.x) - at.x, rounded(point.y) - at.y)
    }

    private func rounded(_ value: Double) -> Int { WebPath.hundredths(value / Double(unit)) * unit }

    /// Adds a command, which need not be repeated, and its numbers.
    private mutating func add(_ letter: Character, _ numbers: [Int]) {
      if letter != command { text.append(letter) }
      for (place, number) in numbers.enumerated() {
        let digits = WebPath.number(number)
        if place > 0 || letter == command, !isApart(digits) { text.append(" ") }
        text += digits
        hasPoint = digits.contains(".")
      }
      command = letter
    }

    /// Whether a number can be told from the one before without a space: by its sign, or by a second point.
    private func isApart(_ digits: String) -> Bool {
      digits.hasPrefix("-") || hasPoint && digits.hasPrefix(".")
    }

    mutating func move(_ point: Point) {
      let to = step(to: point)
      // A pair of numbers after a move would be a line.
      command = " "
      add("m", [to.x, to.y])
      at = (at.x + to.x, at.y + to.y)
      start = at
    }

    mutating func line(_ point: Point) {
      let to = step(to: point)
      if to.y == 0 {
        add("h", [to.x])
      } else if to.x == 0 {
        add("v", [to.y])
      } else {
        add("l", [to.x, to.y])
      }
      at = (at.x + to.x, at.y + to.y)
    }

    mutating func curve(_ first: Point, _ second: Point, _ end: Point) {
      let points = [first, second, end].map(step)
      add("c", points.flatMap { [$0.x, $0.y] })
      at = (at.x + points[2].x, at.y + points[2].y)
    }

    mutating func close() {
      text.append("z")
      command = "z"
      at = start
    }
  }
}
