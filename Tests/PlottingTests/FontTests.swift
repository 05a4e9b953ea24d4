import Plotting
import Testing

@Suite struct FontTests {
  private func figure(_ label: String) -> Figure {
    Figure(Panel(x: Axis(title: label), marks: [.line(x: [1, 2], y: [1, 2])]))
  }

  @Test func aMissingFontIsAnErrorThatNamesItAndItsPackage() throws {
    var theme = Theme.light
    theme.typefaces = [Typeface(family: "No Such Sans", debianPackage: "fonts-no-such")]
    #expect {
      try figure("Layer").draw(.web, theme: theme)
    } throws: { error in
      guard case .fontMissing(let family, _, let found, let package)? = error as? PlotError else {
        return false
      }
      let text = "\(error)"
      return family == "No Such Sans" && package == "fonts-no-such" && !found.isEmpty
        && text.contains("fonts-no-such") && text.contains(found)
    }
  }

  @Test func aMissingStyleIsAnErrorToo() throws {
    var theme = Theme.light
    theme.typefaces = [
      Typeface(family: "DejaVu Sans", debianPackage: "fonts-dejavu-core", regular: "Hairline")
    ]
    #expect(throws: PlotError.self) { try figure("Layer").draw(.web, theme: theme) }
  }

  @Test func aMissingCharacterIsAnErrorThatNamesItAndItsLabel() {
    #expect {
      try figure("Layer 層").draw()
    } throws: { error in
      guard case .glyphMissing(let scalar, let label, _)? = error as? PlotError else { return false }
      return scalar == 0x5C64 && label == "Layer 層" && "\(error)".contains("U+5C64")
    }
  }

  @Test func mathematicsNeedsNoOtherFont() throws {
    _ = try figure("‖∇W_{q}‖_{∗} σ₁ σ_{1}^{2} Σᵢ ∂L ≤ ≥ ≈ ± × · ⋅ √ ∞ ⟨a, b⟩ ℓ₂ µ δ → ← − – “x” é").draw()
  }

  @Test func rightToLeftTextIsSetInOneDirectionOnly() throws {
    _ = try figure("שכבה").draw()
    #expect {
      try figure("שכבה layer").draw()
    } throws: { error in
      (error as? PlotError) == .mixedDirections(label: "שכבה layer")
    }
  }

  @Test func accentsThatNoFontHasInOneGlyphAreSet() throws {
    _ = try figure("e\u{301} x\u{303}").draw()
  }

  @Test func figuresOfEqualWidthStandInColumns() throws {
    let drawing = try ExampleFigures.scatter.draw()
    let widths = drawing.elements.compactMap { element -> Double? in
      guard element.role == .tickLabel, case .text(let line, _, _, _) = element.shape, line.plain.count == 6
      else { return nil }
      return line.width
    }
    #expect(widths.count > 3 && Set(widths.map { ($0 * 100).rounded() }).count == 1)
  }

  @Test func lettersAreKerned() throws {
    func width(_ text: String) throws -> Double {
      let titles = try figure(text).draw().elements.filter { $0.role == .axisTitle }
      return try #require(titles.first?.textBounds).width
    }
    #expect(try width("ATATATAT") < width("AAAA") + width("TTTT") - 1)
  }
}
