import Plotting
import Testing

/// Lines with the same points would hide one another without a word.
@Suite struct EqualLinesTests {
  private func figure(_ heights: [[Double]], panels: Int = 1) -> Figure {
    let marks = heights.enumerated().map { index, y in
      Mark.line(x: .indices(y.indices), y: y, series: "s\(index)")
    }
    let names = ["None", "Simplified", "Detailed", "Long", "Longer", "Longest"]
    return Figure(
      panels: [
        (0..<panels).map { Panel(x: Axis(title: "Layer"), marks: $0 == 0 ? marks : Array(marks.dropLast())) }
      ],
      columnTitles: panels == 1 ? [] : (0..<panels).map { "p\($0)" },
      series: heights.indices.map { Series("s\($0)", name: names[$0]) })
  }

  private func dashes(_ figure: Figure) throws -> [[Double]] {
    try figure.draw().elements.compactMap { element in
      guard element.role == .mark, case .stroke(_, let stroke) = element.shape else { return nil }
      return stroke.dash.map { ($0 / stroke.width).rounded() }
    }
  }

  @Test func takeTurns() throws {
    #expect(try dashes(figure([[1, 2, 3], [1, 2, 3]])) == [[], [5, 5]])
    #expect(try dashes(figure([[1, 2, 3], [3, 2, 3], [1, 2, 3]])) == [[], [], [5, 5]])
    #expect(try dashes(figure([[1, .nan, 3], [1, .nan, 3], [1, .nan, 3]])).count == 0)
    #expect(try dashes(figure([[1, 2], [1, 2], [1, 2]])) == [[], [10, 5], [5, 10]])
    #expect(try dashes(figure([[1, 2, 3], [1, 2, 4]])) == [[], []])
  }

  @Test func shareTheirMarkersOut() throws {
    let heights = [[1.0, 2, 3, 4]] + (0..<4).map { [Double($0) + 5, 9, 8, 7] } + [[1.0, 2, 3, 4]]
    let drawing = try figure(heights).draw()
    let fills = drawing.elements.compactMap { element -> Point? in
      guard element.role == .mark, case .fill(let path, _) = element.shape, let bounds = path.bounds else {
        return nil
      }
      return Point(bounds.centerX.rounded(), bounds.centerY.rounded())
    }
    let frame = try #require(drawing.panels.first)
    let left = fills.filter { $0.x < frame.left + 8 && $0.y > frame.bottom - 0.25 * frame.height }
    // A marker and its rim.
    #expect(left.count == 2, "\(left)")
  }

  @Test func areNamed() throws {
    let equal = figure([[1, 2, 3], [3, 2, 1], [1, 2, 3]])
    let words = "None and Detailed are equal everywhere and take turns in dashes."
    #expect(equal.equalLines == words)
    let text = try equal.draw().altText
    #expect(text.contains(words), "\(text)")
    #expect(figure([[1, 2], [2, 1]]).equalLines == nil)
    let two = figure([[1, 2, 3], [3, 2, 1], [1, 2, 3]], panels: 2)
    #expect(two.equalLines == "None and Detailed are equal in 1 of 2 panels (p0) and take turns in dashes.")
    let all = try figure([[1, 2], [1, 2]]).draw().altText
    #expect(!all.contains("highest"), "\(all)")
  }
}

/// Markers in one place would hide one another too.
@Suite struct EqualPointsTests {
  @Test func equalPointsAreRingsAroundOneAnother() throws {
    func sizes(_ last: Double) throws -> [Double] {
      let marks = ["a", "b", "c"].map { series in
        Mark.points(x: [1, 2], y: .numbers([1, series == "c" ? last : 2]), series: series)
      }
      return try Figure(Panel(x: Axis(), y: Axis(), marks: marks)).draw(.acl).elements.compactMap { element in
        guard element.role == .mark, case .fill(let path, _) = element.shape else { return nil }
        return path.bounds.map { ($0.width * 10).rounded() }
      }
    }
    #expect(Set(try sizes(2)).count == 6)
    let (apart, equal) = (try sizes(3), try sizes(2))
    #expect(apart.max() == equal.max() && apart.reduce(0, +) < equal.reduce(0, +))
  }
}
