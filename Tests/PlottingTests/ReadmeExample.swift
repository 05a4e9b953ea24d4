import Plotting
import Testing

/// The example of the module's README.
@Suite struct ReadmeExample {
  @Test func twoLinesAreDrawnToSVG() throws {
    // README example
    let layers = Values.indices(0..<4)
    let figure = Figure(
      title: "Norm of the gradient",
      Panel(
        x: Axis(title: "Layer", ticks: .whole), y: Axis(title: "Nuclear norm ‖∇W‖_{∗}", includesZero: true),
        marks: [
          .line(x: layers, y: [7.2, 4.1, 3.0, 3.6], series: "fast"),
          .line(x: layers, y: [1.4, 1.1, 0.9, 1.2], series: "slow"),
        ]))
    let drawing = try figure.draw(.acl, theme: .print)
    let svg = try drawing.encode(as: .svg(idPrefix: "norms"))
    // end of example
    #expect(String(decoding: svg, as: UTF8.self).contains("<title id=\"norms-"))
    #expect(drawing.altText.contains("Series: fast, slow."))
  }
}
