import Support
import Testing

@Suite struct HTMLTests {
  /// A quote with a combining mark is one character to Swift and a quote to a browser.
  @Test func escapesByScalar() {
    #expect(
      HTML(escaping: "<a b='\"\u{301}&").markup.unicodeScalars.elementsEqual(
        "&lt;a b=&#39;&quot;\u{301}&amp;".unicodeScalars))
  }

  @Test(
    arguments: [
      ("bands 95 % intervals", "bands 95\u{A0}% intervals"),
      ("n = 100 (None), 1,200", "n\u{A0}=\u{A0}100 (None), 1,200"),
      ("1.3 [0.9, −1.7] (a)", "1.3 [0.9,\u{A0}−1.7] (a)"),
      ("in = 3, a % b, [a b, c]", "in = 3, a % b, [a b, c]"),
      ("", ""), ("n = 5", "n\u{A0}=\u{A0}5"), ("n = ", "n = "), (" %", " %"),
      ("[, a], [b, ]", "[, a], [b, ]"), ("[a, b, c] ] [1, 2", "[a, b, c] ] [1, 2"),
      ("µn = 5, (n = 5, n = x)", "µn = 5, (n\u{A0}=\u{A0}5, n = x)"),
    ])
  func keepsNumbersWithWhatBelongsToThem(text: String, set: String) {
    #expect(Prose.keptTogether(text) == set)
  }
}
