import Foundation
import Plotting
import Testing

/// Data that no plot was made for: always a drawing with a count of what was left out, never a crash.
@Suite struct HardDataTests {
  private static let values: [Double] = [
    0, -0.0, 1, -1, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    .leastNonzeroMagnitude, 1e300, 1e-300, 1e15, 1e15 + 1, 1 + .ulpOfOne,
  ]
  private static let scales: [ScaleKind] = [.linear, .log10, .symlog(threshold: 1e-3)]

  @Test func everyPairOfExtremes() throws {
    for scale in Self.scales {
      for first in Self.values {
        for second in Self.values {
          let panel = Panel(
            x: Axis(scale: scale), y: Axis(scale: scale),
            marks: [
              .line(x: [first, second], y: [second, first]), .area(x: [first, second], y: [second, 1]),
            ])
          let drawing = try Figure(panel).draw(.acl)
          for element in drawing.elements {
            if case .stroke(let path, _) = element.shape {
              #expect(
                path.points.allSatisfy { $0.x.isFinite && $0.y.isFinite }, "\(first), \(second), \(scale)")
            }
          }
        }
      }
    }
  }

  @Test func everyKindOfMarkWithEveryOddity() throws {
    let odd: [Double] = [.nan, 0, -3, .infinity, 2, 2]
    let names = Values.categories(["a", "b", "", "a", "c", "d"])
    for kind in Mark.Kind.allCases {
      for x in [Values.numbers(odd), names] {
        for y in [Values.numbers(odd), names] {
          let mark = Mark(
            kind, x: x, y: y, x2: .numbers(odd), y2: .numbers(odd), value: odd, text: odd.map { "\($0)" },
            series: "s")
          _ = try Figure(Panel(marks: [mark])).render(as: .svg(idPrefix: "a"))
        }
      }
      _ = try Figure(Panel(marks: [Mark(kind, y2: [])])).draw()
    }
  }

  @Test func constantValuesAreShownInTheMiddle() throws {
    for value in [0, 1e-300, 5, -7e12] {
      let drawing = try Figure(Panel(marks: [.line(x: [0, 1], y: [value, value])])).draw()
      #expect(drawing.omittedValues == 0)
    }
  }

  @Test func valuesWithoutAColourAreCounted() throws {
    let values: [Double] = [1, 10, 0, -1, .nan]
    let panel = Panel(
      marks: [.heatmap(x: .indices(0..<5), y: .numbers(Array(repeating: 0, count: 5)), values: values)],
      color: ColorScale(isLogarithmic: true))
    let drawing = try Figure(panel).draw()
    #expect(drawing.omittedValues == 3)
    let cells = drawing.elements.filter { $0.role == .mark }
    // Two with a colour, and the frames of the others.
    #expect(cells.count == 3)
  }

  @Test func aFigureWithoutDataSaysSo() throws {
    let drawing = try ExampleFigures.empty.draw()
    #expect(drawing.elements.contains { $0.role == .notice })
    #expect(drawing.altText.contains("no data"))
  }
}
