import Plotting
import Testing

/// What the note above a panel counts is what the signs at its edge point to, for every kind of mark.
@Suite struct OmissionTests {
  private static let nan = Double.nan
  private static let x: Values = [0, 1, 2, 3, 4]
  /// The second has no place on a logarithmic axis, the fourth on none.
  private static let values: [Double] = [1, -1, 10, nan, 100]

  /// Each with two values left out.
  static let marks: [Mark] = [
    .line(x: x, y: values), .points(x: x, y: .numbers(values)),
    .band(x: x, low: values.map { $0 / 2 }, high: values),
    .interval(x: x, low: values.map { $0 / 2 }, high: values),
    .segments(x: x, y: .numbers(values), x2: x, y2: [5, 5, 5, 5, 5]),
    .text(x: x, y: .numbers(values), text: ["a", "b", "c", "d", "e"]),
  ]

  /// How many triangles and crosses stand at the edges.
  private func signs(_ drawing: Drawing) -> Int {
    drawing.elements.filter { $0.role == .omission }.reduce(0) { count, element in
      switch element.shape {
      case .fill(let path, _): count + path.verbs.count { $0 == .move }
      case .stroke(let path, _): count + path.verbs.count { $0 == .move } / 2
      case .text: count
      }
    }
  }

  private func figure(_ marks: [Mark]) -> Figure { Figure(Panel(y: Axis(scale: .log10), marks: marks)) }

  @Test(arguments: marks) func everyValueCountedHasItsSign(mark: Mark) throws {
    let drawing = try figure([mark]).draw()
    #expect(drawing.omittedValues == 2 && signs(drawing) == 2, "\(mark.kind)")
  }

  @Test(arguments: marks) func whatStandsWithPointsIsCountedWithThem(mark: Mark) throws {
    var copy = mark
    if mark.kind != .segments && mark.kind != .text { copy.series = "a" }
    let points = Mark.points(x: Self.x, y: .numbers(Self.values), series: "a")
    for order in [[copy, points], [points, copy]] {
      let drawing = try figure(order).draw()
      #expect(drawing.omittedValues == 2 && signs(drawing) == 2, "\(mark.kind)")
    }
  }

  @Test func segmentsThatJoinPointsAreNotCounted() throws {
    let names = Values.categories(["a", "b", "c"])
    let (low, high): ([Double], [Double]) = ([0, 1, 0], [3, 4, 0])
    let panel = Panel(
      x: Axis(scale: .log10), y: Axis(scale: .band()),
      marks: [
        .segments(x: .numbers(low), y: names, x2: .numbers(high), y2: names),
        .points(x: .numbers(low), y: names, series: "slow"),
        .points(x: .numbers(high), y: names, series: "fast"),
      ])
    let drawing = try Figure(panel).draw()
    #expect(drawing.omittedValues == 3 && signs(drawing) == 3)
  }

  @Test func aValueWithoutAPlaceOnEitherAxisHasNoSign() throws {
    let drawing = try figure([.points(x: [0, .nan, 2], y: [1, .nan, 3])]).draw()
    #expect(drawing.omittedValues == 1 && signs(drawing) == 0)
    let notice = drawing.elements.compactMap { element -> String? in
      guard element.role == .notice, case .text(let line, _, _, _) = element.shape else { return nil }
      return line.plain
    }
    #expect(notice == ["1 value not shown (NaN)"])
  }

  @Test func cellsAndRulesHaveNoSign() throws {
    let cells = Mark.heatmap(x: [0, 1, 2], y: [0, 0, 0], values: [1, .nan, 3])
    let map = try Figure(Panel(marks: [cells])).draw()
    #expect(map.omittedValues == 1 && signs(map) == 0)
    let rule = try figure([.line(x: [0, 1], y: [1, 10]), .rule(y: [-1])]).draw()
    #expect(rule.omittedValues == 1 && signs(rule) == 0)
  }

  @Test func aBandCutAtZeroHasAHollowSignAndIsNotCounted() throws {
    let drawing = try figure([.band(x: [0, 1, 2], low: [1, -1, 2], high: [3, 4, 5])]).draw()
    #expect(drawing.omittedValues == 0)
    #expect(drawing.elements.filter { $0.role == .omission }.count == 2, "a fill of paper and an outline")
  }

  @Test func signsOfOneSeriesThatWouldHideEachOtherAreDrawnOnce() throws {
    let drawing = try figure([.points(x: [1, 1, 1, 2], y: [0, 0, 0, 2], series: "q")]).draw()
    #expect(drawing.omittedValues == 3 && signs(drawing) == 1)
  }
}
