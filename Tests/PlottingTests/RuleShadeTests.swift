import Plotting
import Testing

/// The ground beside upright rules.
@Suite struct RuleShadeTests {
  /// Edges of panels lie at whole millionths of the axis or nearer, far under what is seen.
  private static let rounding = 1e-5

  /// The left and right ends of the grounds in a panel with rules at 1 and 3 of an axis from 0 to 4.
  private func grounds(_ shade: RuleShade?) throws -> [[Double]] {
    let panel = Panel(
      x: Axis(lower: 0, upper: 4), y: Axis(scale: .band(["a"])),
      marks: [.rule(x: [1, 3], shade: shade), .points(x: .numbers([0, 4]), y: .categories(["a", "a"]))])
    let elements = try Figure(panel).draw(.web, theme: .light).elements.filter { $0.role == .mark }
    let rules = try #require(
      elements.lazy.compactMap { element -> [Double]? in
        if case .stroke(let path, _) = element.shape, path.points.count == 4 {
          path.points.map(\.x)
        } else {
          nil
        }
      }.first)
    return elements.compactMap { element -> [Double]? in
      guard case .fill(let path, let color) = element.shape, color.alpha < 1 else { return nil }
      let places = path.points.map { 1 + 2 * ($0.x - rules[0]) / (rules[2] - rules[0]) }
      return [places.min() ?? .nan, places.max() ?? .nan]
    }
  }

  @Test(arguments: [(RuleShade.above, [[3.0, 4]]), (.below, [[0, 1]]), (.between, [[1, 3]])])
  func reachesFromARuleToTheEdge(shade: RuleShade, ends: [[Double]]) throws {
    let found = try grounds(shade)
    #expect(found.count == 1)
    for (place, expected) in zip(found.joined(), ends.joined()) {
      #expect(abs(place - expected) < Self.rounding)
    }
  }

  @Test func isOneShapeOnBothSides() throws {
    let found = try grounds(.outside)
    #expect(found.count == 1)
    #expect(abs(found[0][0]) < Self.rounding && abs(found[0][1] - 4) < Self.rounding)
  }

  @Test func isNotThereUnlessAskedFor() throws { #expect(try grounds(nil).isEmpty) }
}
