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
        && "\(error)".contains("`label:`")
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

  @Test(arguments: ["طبقة", "طبقات النموذج", "(שכבה)", "שכבה, שכבה"]) func rightToLeftLabelsAreSet(
    label: String
  ) throws {
    let drawing = try figure(label).draw()
    let title = try #require(drawing.elements.first { $0.role == .axisTitle })
    guard case .text(let line, _, _, _) = title.shape else { return }
    #expect(line.plain == label && line.runs.allSatisfy(\.isBackward))
  }

  @Test(arguments: ["شبكة GPT", "שכבה 12", "طبقة ١٢", "שכבה_{2}", "a^{שכבה}"])
  func labelsThatRunBothWaysAreRefusedByName(label: String) {
    #expect {
      try figure(label).draw()
    } throws: { error in
      (error as? PlotError) == .mixedDirections(label: label) && "\(error)".contains(label)
    }
  }

  @Test func theDigitsOfArabicRunAsOursDo() throws {
    let drawing = try figure("١٢").draw()
    let title = try #require(drawing.elements.first { $0.role == .axisTitle })
    guard case .text(let line, _, _, _) = title.shape else { return }
    #expect(line.runs.allSatisfy { !$0.isBackward })
  }

  @Test(arguments: ["層", "레이어", "そう"]) func scriptsWithoutAFontAreNamed(label: String) {
    #expect {
      try figure(label).draw()
    } throws: { error in
      guard case .glyphMissing(_, label, _)? = error as? PlotError else { return false }
      return "\(error)".contains("U+")
    }
  }

  @Test func namesThatRunDifferentWaysStandOnLinesOfTheirOwn() throws {
    #expect(RichText.joined(["Alder", "Algebra"], by: " · ") == "Alder · Algebra")
    let mixed = RichText.joined(["Alder", "חשבון"], by: " · ")
    var figure = figure("Layer")
    figure.subtitle = mixed
    let lines = try figure.draw().elements.filter { $0.role == .subtitle }
    #expect(lines.count == 2)
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

  @Test func normsAreSetInOneHeight() throws {
    let drawing = try figure("‖∇W‖_{∗}").draw()
    let title = try #require(drawing.elements.first { $0.role == .axisTitle })
    guard case .text(let line, _, _, _) = title.shape else { return }
    // The bars of DejaVu Sans are as high as capitals, those of Inter a third higher.
    #expect(line.runs.map(\.text) == ["‖∇", "W", "‖", "∗"])
    #expect(line.runs.map(\.face.family) == ["DejaVu Sans", "Inter", "DejaVu Sans", "DejaVu Sans"])
    #expect(abs(line.ascent / line.size - 0.73) < 0.01)
    // Raised and lowered for real: the star is smaller and lower than the letters.
    let star = try #require(line.runs.last)
    #expect(star.size < 0.8 * line.size && star.glyphs[0].y > 0)
  }

  @Test func accentedCapitalsAreMeasured() throws {
    func ascent(_ text: String) throws -> Double {
      let title = try figure(text).draw().elements.first { $0.role == .axisTitle }
      guard case .text(let line, _, _, _)? = title?.shape else { return 0 }
      return line.ascent / line.size
    }
    #expect(try ascent("É") > ascent("E") + 0.15)
    #expect(try ascent("(d)") == ascent("E"))
  }

  @Test func lettersAreKerned() throws {
    func width(_ text: String) throws -> Double {
      let titles = try figure(text).draw().elements.filter { $0.role == .axisTitle }
      return try #require(titles.first?.textBounds).width
    }
    #expect(try width("ATATATAT") < width("AAAA") + width("TTTT") - 1)
  }
}
