import Plotting
import Testing

/// Bands that are drawn by their edges.
@Suite struct OutlinedBandTests {
  private func shapes(_ style: MarkStyle) throws -> (tints: Int, strokes: [Stroke]) {
    let panel = Panel(
      marks: [
        .band(x: [0, 1, 2, 3], low: [1, 2, 3, 4], high: [2, 3, 5, 6], series: "a", style: style),
        .line(x: [0, 1, 2, 3], y: [1.5, 2.5, 4, 5], series: "a"),
      ])
    let figure = Figure(panels: [[panel]], legend: .top, series: [Series("a", name: "A")])
    let drawn = try figure.draw(.web, theme: .light).elements
    let tints = drawn.count { element in
      if case .fill(_, let color) = element.shape { color.alpha < 1 } else { false }
    }
    let strokes = drawn.filter { $0.role == .mark }.compactMap { element -> Stroke? in
      if case .stroke(_, let stroke) = element.shape { stroke } else { nil }
    }
    return (tints, strokes)
  }

  @Test func anOutlinedBandHasNoTintNeitherInItsPanelNorInTheLegend() throws {
    let tinted = try shapes(MarkStyle())
    #expect(tinted.tints >= 2 && tinted.strokes.count == 1)
    let outlined = try shapes(MarkStyle(isOutlined: true))
    #expect(outlined.tints == 0 && outlined.strokes.count == 2)
    let widths = outlined.strokes.map(\.width).sorted()
    #expect(widths[0] < widths[1], "the edges are thinner than the line")
  }
}
