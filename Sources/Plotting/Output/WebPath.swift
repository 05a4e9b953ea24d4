/// Writes numbers and paths as short as SVG has them, in hundredths of a point.
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

  /// A circle that a path draws as four arcs, `nil` for any other path.
  static func circle(_ path: Path) -> (center: Point, radius: Double)? {
    guard path.verbs == [.move, .curve, .curve, .curve, .curve, .close], let bounds = path.bounds,
      (bounds.width - bounds.height).magnitude < 0.003
    else { return nil }
    return (Point(bounds.centerX, bounds.centerY), bounds.width / 2)
  }

  /// The data of a path: each place relative to the one before, both rounded, so that no error adds up.
  static func data(_ path: Path) -> String {
    var writer = Writer()
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
    private var at = (x: 0, y: 0)
    private var start = (x: 0, y: 0)
    private var command: Character = " "

    private func step(to point: Point) -> (x: Int, y: Int) {
      (WebPath.hundredths(point.x) - at.x, WebPath.hundredths(point.y) - at.y)
    }

    /// Adds a command, which need not be repeated, and its numbers.
    private mutating func add(_ letter: Character, _ numbers: [Int]) {
      if letter != command { text.append(letter) }
      for (place, number) in numbers.enumerated() {
        if number >= 0, place > 0 || letter == command { text.append(" ") }
        text += WebPath.number(number)
      }
      command = letter
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
