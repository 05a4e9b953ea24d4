import Support
import Testing

@Suite("Prose on a page")
struct ProseTests {
  @Test(
    "keeps numbers with what belongs to them",
    arguments: [
      ("bands 95 % intervals", "bands 95\u{A0}% intervals"),
      ("n = 100 (None), 1,200", "n\u{A0}=\u{A0}100 (None), 1,200"),
      ("1.3 [0.9, −1.7] (a)", "1.3 [0.9,\u{A0}−1.7] (a)"),
      ("in = 3, a % b, [a b, c]", "in = 3, a % b, [a b, c]"),
    ])
  func kept(text: String, set: String) {
    #expect(Prose.keptTogether(text) == set)
  }
}
