import Papers
import Testing

private func t1(_ letter: String) -> String { "{\\fontencoding{T1}\\selectfont \(letter)}" }

/// Text in LaTeX prints as it reads.
@Suite struct LaTeXTests {
  @Test func omicronAndCapitalsLikeLatinOnesDoNotGoOnTheNameOfACommand() {
    #expect(LaTeX.escaped("λο") == "$\\lambda o$")
    #expect(LaTeX.escaped("ολ") == "$o\\lambda$" || LaTeX.escaped("ολ") == "o$\\lambda$")
    #expect(LaTeX.escaped("σΑ") == "$\\sigma\\mathrm{A}$")
  }

  @Test(arguments: [
    (
      "50% of A&B_c #1 $x^2~{y}",
      "50\\% of A\\&B\\_c \\#1 \\$x\\textasciicircum{}2\\textasciitilde{}\\{y\\}"
    ),
    ("\\input{x}", "\\textbackslash{}input\\{x\\}"),
    ("a<b>c|d", "a\\textless{}b\\textgreater{}c\\textbar{}d"),
    ("a--b", "a-{}-b"), ("a---b", "a-{}-{}-b"), ("“a” ‘b’ \"c\"", "``a'' `b' ''c''"), ("1–2", "1--2"),
    ("a\nb\n\nc\td", "a b  c d"), ("a\u{0}b\u{7F}c\u{1B}d", "abcd"), ("naïve Straße", "naïve Straße"),
    ("", ""), ("a\u{A0}b", "a~b"), ("a\u{200B}b", "a\\hspace{0pt}b"), ("e\u{301}", "é"),
    ("“北京” ж", "``[U+5317 U+4EAC]'' [U+0436]"), ("«ð»", ["«", "ð", "»"].map(t1).joined()),
    ("␣", "\\textvisiblespace{}"),
  ])
  func signsOfTeXsOwnAreEscaped(text: String, source: String) { #expect(LaTeX.escaped(text) == source) }

  @Test(arguments: [
    ("σ₁ ratio", "$\\sigma_{1}$ ratio"), ("1.2×10⁻⁷", "1.2$\\times$10$^{-7}$"), ("−0.5", "$-$0.5"),
    ("Σσ² / σ₁²", "$\\Sigma\\sigma^{2}$ / $\\sigma_{1}^{2}$"), ("‖∇W‖∗", "$\\|\\nabla$W$\\|\\ast$"),
    ("σ₁₀", "$\\sigma_{10}$"), ("x²₁²", "x$^{2}_{1}{}^{2}$"), ("∞×", "$\\infty\\times$"),
    ("↵", "$\\hookleftarrow$"), ("Αθω", "$\\mathrm{A}\\theta\\omega$"),
  ])
  func mathematicsBecomesFormulas(text: String, source: String) { #expect(LaTeX.escaped(text) == source) }
}
