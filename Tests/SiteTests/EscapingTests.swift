import FigureSupport
import Figures
import Foundation
import Plotting
import Site
import Testing

/// Words of a study are words everywhere: in pages, figures and tables.
@Suite struct EscapingTests {
  private static let title = "<script>alert(1)</script> & \"title\" 'x'"
  private static let label = "=cmd()|'/c calc'!A0, \"T\" <img src=x onerror=alert(1)>"
  private static let other = "a_{b}^{c} {{frame.site}} \\o &lt;"
  private static let task = "</figcaption><h1>Task</h1>"

  private let site: BuiltSite

  init() throws {
    site = try Self.built.get()
  }

  private static let built = Result {
    var study = try SyntheticStudy.small()
    study.title = title
    study.modelLabels = [label, other]
    study.taskLabel = task
    study.description =
      "A <script>alert(2)</script> [link](javascript:alert(3)) and [more](https://example.org/?a=1&b=2)."
    study.notes = ["config.json has the key <script>alert(4)</script>.", "{{frame.site}} & more"]
    study.instruction = "<script>alert(5)</script> {{frame.site}} &amp;"
    study.response = "</p><img src=x onerror=alert(6)>"
    return try BuiltSite(study)
  }

  @Test func noMarkupOfANameOrTitleComesAliveInAPage() throws {
    for (path, text) in try site.pages() {
      for script in text.matches(of: /<script[^>]*>/) {
        #expect(script.output.contains(" src=\""), "\(path): \(script.output)")
      }
      #expect(!text.contains("<img src=x"), "\(path)")
      #expect(!text.contains("</figcaption><h1>"), "\(path)")
      #expect(text.firstMatch(of: /href="\s*javascript:/.ignoresCase()) == nil, "\(path)")
    }
    #expect(try SiteCheck.problems(in: site.folder) == [])
  }

  @Test func theyReadAsTheyWereWritten() throws {
    let index = try site.text("index.html")
    #expect(
      index.contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;title&quot; &#39;x&#39;</h1>"))
    #expect(index.contains("a_{b}^{c} {{frame.site}} \\o &amp;lt;</a>"))
    #expect(index.contains("&lt;/figcaption&gt;&lt;h1&gt;Task&lt;/h1&gt;"))
    #expect(index.contains("<a href=\"https://example.org/?a=1&amp;b=2\">more</a>"))
    let task = try site.text("tasks/word-problems.html")
    #expect(task.contains(">&lt;script&gt;alert(5)&lt;/script&gt; {{frame.site}} &amp;amp; 0</blockquote>"))
    #expect(task.contains(">&lt;/p&gt;&lt;img src=x onerror=alert(6)&gt;: none, 0.</p>"))
    let methods = try site.text("methods.html")
    #expect(methods.contains("<dd>config.json has the key &lt;script&gt;alert(4)&lt;/script&gt;. </dd>"))
    #expect(methods.matches(of: /<dd>{{frame.site}} &amp; more <\/dd>/).count == 2)
  }

  @Test func figuresHoldNoMarkupOfNamesAndTheirAlternativeTextHoldsTheNamesAsTheyAre() throws {
    for path in try site.paths() where path.hasSuffix(".svg") && path.hasPrefix("figures/") {
      let text = try site.text(path)
      #expect(!text.contains("<script") && !text.contains("onerror=alert(1)>"), "\(path)")
    }
  }

  @Test func aLabelWithSignsOfTheFiguresNotationIsSetAsItIs() throws {
    var study = try SyntheticStudy.small()
    study.modelLabels = ["x_{1}", "x^{1}"]
    let mad = try FigureKind.named("mad").figure(FigureRequest(), of: try study.analysis()).figure
    let panel = try #require(mad.panels.first?.first ?? nil)
    #expect(panel.y.scale == .band([#"x\_{1}"#, #"x\^{1}"#]))
  }

  @Test func noCellOfACSVFileIsAFormula() throws {
    var count = 0
    for path in try site.paths() where path.hasSuffix(".csv") || path.hasSuffix(".csv.gz") {
      let text = try site.text(path)
      let cells = text.matches(of: /(^|,|\n)("?)([=+@\t\r]|-[^0-9])/)
      #expect(cells.isEmpty, "\(path): \(cells.map(\.output.0))")
      count += 1
    }
    #expect(count > 5)
  }
}
