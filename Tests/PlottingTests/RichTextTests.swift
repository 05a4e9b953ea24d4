import Plotting
import Testing

@Suite struct RichTextTests {
  @Test func superscriptsAndSubscripts() {
    let spans = RichText("σ_{1}^{2} x").spans
    #expect(spans.map(\.text) == ["σ", "1", "2", " x"])
    #expect(spans[1].rise < 0 && spans[2].rise > 0 && spans[3].rise == 0)
    #expect(spans[1].scale < 1 && spans[3].scale == 1)
  }

  @Test(arguments: ["q_proj", "x^2", "a_{b", "{}", "100 %", "_", "^{"])
  func everythingElseIsLiteral(text: String) {
    #expect(RichText(text).spans.map(\.text).joined() == text)
  }

  @Test(arguments: ["σ_{1}", "a\\b", "\\_{x}", "^{^{x}}", "plain", "_{"])
  func literalTextIsShownAsItIs(text: String) {
    let spans = RichText(RichText.literal(text)).spans
    #expect(spans.map(\.text).joined() == text)
    #expect(spans.allSatisfy { $0.rise == 0 })
  }

  @Test func bracesNest() {
    #expect(RichText("a_{b{c}d}e").spans.map(\.text) == ["a", "b{c}d", "e"])
    #expect(RichText("x^{y_{z}}").spans.map(\.text) == ["x", "y", "z"])
  }

  @Test func aHyphenBeforeADigitIsAMinusInAnExponent() {
    #expect(RichText("10^{-3}").spans.map(\.text) == ["10", "−3"])
  }

  @Test(arguments: [
    ("10^{-3}", "10⁻³"), ("σ_{i}/σ_{1}", "σᵢ/σ₁"), ("‖∇W_{q}‖_{∗}", "‖∇Wq‖∗"), ("x^{max}", "x^max"),
    ("a_{2k}", "a₂ₖ"),
  ])
  func plainTextHasUnicodesOwn(source: String, plain: String) {
    #expect(RichText(source).plain == plain)
  }

  @Test func depthIsBounded() {
    let deep = String(repeating: "^{", count: 5000) + "x" + String(repeating: "}", count: 5000)
    #expect(!RichText(deep).spans.isEmpty)
  }
}
