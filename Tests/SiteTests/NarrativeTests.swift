import FigureSupport
import Foundation
import Site
import TestSupport
import Testing

/// Shortcodes in pages that a study writes.
@Suite struct NarrativeTests {
  private func site(_ text: String) throws -> BuiltSite {
    let study = try SyntheticStudy.small()
    try study.folder.write(text, to: "site/pages/findings.md")
    return try BuiltSite(study)
  }

  @Test func valuesVerdictsAndFiguresAreThoseOfTheSite() throws {
    let site = try site(
      """
      # Findings

      On word problems the ratio is {{value level tiny-base word-problems}}, per loss
      {{value level tiny-base word-problems per-loss}}: {{verdict level tiny-base word-problems}}.

      {{figure forest-strength}}

      As a whole: {{verdict strength}}.
      """)
    let claims = try site.text("data/claims.csv").split(separator: "\n").map { $0.split(separator: ",") }
    let row = try #require(
      claims.first { $0.prefix(5).elementsEqual(["strength", "level", "tiny-base", "word-problems", "raw"]) })
    let page = try site.text("findings.html")
    let shown = try #require(page.firstMatch(of: /the ratio is ([0-9.]+) \[([0-9.]+), ([0-9.]+)\]/)).output
    for (text, exact) in zip([shown.1, shown.2, shown.3], row[5...7]) {
      let (text, exact) = try (#require(Double(text)), #require(Double(exact)))
      // Three digits are shown.
      #expect(abs(text - exact) <= abs(exact) * 0.005)
    }
    #expect(page.contains("<figure id=\"forest-strength\""))
    #expect(!page.contains("{{") && !page.contains("\u{E000}"))
    let verdict = try #require(page.firstMatch(of: /As a whole: ([a-z ]+)\./)).output.1
    #expect(try site.text("index.html").contains("</span> \(verdict)</span>"))
  }

  @Test(arguments: [
    ("{{vale level a b}}", "there is no shortcode `vale`. Did you mean `value`?"),
    ("{{value levle tiny-base word-problems}}", "there is no test `levle`. Did you mean `level`?"),
    ("{{value level tiny-bas word-problems}}", "Did you mean `tiny-base`?"),
    ("{{value level tiny-base word-problem}}", "Did you mean `word-problems`?"),
    ("{{value level tiny-base word-problems rw}}", "there is no normalisation `rw`. Did you mean `raw`?"),
    ("{{value level}}", "write `{{value TEST MODEL TASK NORMALISATION}}`"),
    ("{{verdict strenght}}", "there is no claim `strenght`. Did you mean `strength`?"),
    ("{{figure forest-strenght}}", "Did you mean `forest-strength`?"),
    ("See {{figure forest-strength}}", "stands on a line of its own"),
    ("{{value level", "`{{` has no `}}` on its line"),
  ]) func anUnknownOneIsAnErrorWithItsLine(shortcode: String, words: String) throws {
    let error = try #require(throws: SiteError.self) { try site("# Findings\n\n\(shortcode)\n") }
    #expect(error.description.contains("site/pages/findings.md:3: "), "\(error)")
    #expect(error.description.contains(words), "\(error)")
  }
}
