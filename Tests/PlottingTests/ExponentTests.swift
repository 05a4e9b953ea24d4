import Plotting
import Testing

/// Where the power of ten of an axis is said; that it meets nothing is held by ``LayoutTests``.
@Suite struct ExponentTests {
  private func words(_ drawing: Drawing, _ role: Element.Role) -> [String] {
    drawing.elements.filter { $0.role == role }.compactMap { element in
      guard case .text(let line, _, _, _) = element.shape else { return nil }
      return line.plain
    }
  }

  private func panel(_ size: Double, title: String?, x: Axis = Axis()) -> Panel {
    Panel(x: x, y: Axis(title: title), marks: [.line(x: [0, 1], y: [-size, 3 * size])])
  }

  @Test func itStandsBehindTheTitleOfTheAxis() throws {
    let drawing = try Figure(panel(1e-5, title: "Mean")).draw()
    #expect(words(drawing, .axisTitle) == ["Mean (×10⁻⁵)"] && words(drawing, .exponent).isEmpty)
    let labels = words(drawing, .tickLabel)
    #expect(labels.contains("3") || labels.contains("3.0"), "\(labels)")
    #expect(!labels.contains { $0.contains("×") })
    #expect(!drawing.altText.contains("×10⁻⁵)"))
  }

  @Test func withoutATitleItStandsAtTheEndOfTheAxis() throws {
    let drawing = try Figure(
      Panel(marks: [.line(x: [0, 2e7], y: [0, 3e-6])])
    ).draw()
    #expect(words(drawing, .exponent).sorted() == ["×10⁷", "×10⁻⁶"].sorted())
    let frame = try #require(drawing.panels.first)
    let bounds = drawing.elements.filter { $0.role == .exponent }.compactMap(\.textBounds)
    #expect(bounds.contains { $0.bottom < frame.top && $0.left < frame.left })
    #expect(bounds.contains { $0.top > frame.bottom && abs($0.right - frame.right) < 0.01 })
  }

  @Test func axesOfOneTitleShareIt() throws {
    let near = try Figure(panels: [[panel(1e-5, title: "Mean"), panel(2e-4, title: "Mean")]]).draw()
    #expect(words(near, .axisTitle) == ["Mean (×10⁻⁵; scales differ by column)"])
    #expect(words(near, .exponent).isEmpty && words(near, .tickLabel).contains("40"))
    let far = try Figure(panels: [[panel(1e-5, title: "Mean"), panel(2e-9, title: "Mean")]]).draw()
    #expect(words(far, .axisTitle) == ["Mean (scales differ by column)"])
    #expect(words(far, .exponent) == ["×10⁻⁵", "×10⁻⁹"])
    let zero = Panel(
      y: Axis(title: "Mean", isNonNegative: true), marks: [.line(x: [0, 1], y: [0, 0])])
    let empty = try Figure(panels: [[panel(1e-5, title: "Mean"), zero]]).draw()
    #expect(words(empty, .exponent).isEmpty && words(empty, .axisTitle)[0].contains("×10⁻⁵"))
    let mixed = try Figure(panels: [[panel(1e-5, title: "Mean"), panel(2, title: "Mean")]]).draw()
    #expect(words(mixed, .exponent) == ["×10⁻⁵"])
  }

  @Test func logarithmicAxesKeepTheirPowers() throws {
    let axis = Axis(title: "Norm", scale: .log10)
    let drawing = try Figure(Panel(y: axis, marks: [.line(x: [0, 1], y: [1e-9, 1e-3])])).draw()
    #expect(words(drawing, .axisTitle) == ["Norm"] && words(drawing, .tickLabel).contains("10⁻⁶"))
  }

  @Test func theKeyOfColoursHasItToo() throws {
    let panel = Panel(
      marks: [.heatmap(x: [0, 1], y: [0, 1], values: [1e-7, 4e-7])], color: ColorScale(title: "Mean"))
    #expect(words(try Figure(panel).draw(), .axisTitle) == ["Mean (×10⁻⁷)"])
  }

  @Test func aTitleFromRightToLeftHasItOnALineOfItsOwn() throws {
    let drawing = try Figure(panel(1e-5, title: "שלום")).draw()
    #expect(words(drawing, .axisTitle).count == 2 && words(drawing, .axisTitle).last == "(×10⁻⁵)")
  }
}
