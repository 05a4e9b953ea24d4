import FigureSupport
import Foundation
import Site
import TestSupport
import Testing

/// Pages in Markdown, templates and settings of a stranger, made to fill the memory, the stack or the day.
@Suite struct MarkdownLimitTests {
  private func error(of text: String, in path: String) throws -> String {
    let study = try SyntheticStudy.small()
    try study.folder.write(text, to: path)
    let folder = try TemporaryFolder()
    return try #require(throws: SiteError.self) { try BuiltSite.build(study, into: folder.file("site")) }
      .description
  }

  private static func table(columns: Int, rows: Int) -> String {
    String(repeating: "|a", count: columns) + "\n" + String(repeating: "|-", count: columns) + "\n"
      + String(repeating: "|x\n", count: rows)
  }

  /// A page and what is said of it; it has a name, since a page fills the log.
  struct Page: CustomTestStringConvertible {
    let name: String
    let text: String
    let problem: String
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ problem: String) {
      (self.name, self.text, self.problem) = (name, text, problem)
    }
  }

  static let pages = [
    Page("long", String(repeating: "word\n\n", count: 200_000), "longer than 1048576 bytes"),
    Page("table", table(columns: 500, rows: 1000), "more than 100000 cells"),
    Page(
      "table in a quote",
      "> " + table(columns: 500, rows: 1).replacing("\n", with: "\n> ")
        + String(repeating: "> |\n", count: 500),
      "more than 100000 cells"),
    Page("images", String(repeating: "![[]()", count: 10_000), "of the sign ["),
    Page("emphasis", String(repeating: "*a _b ", count: 10_000), "of the sign *"),
    Page("addresses", String(repeating: "a@", count: 10_000), "of the sign @"),
    Page("quotes", String(repeating: ">", count: 10_000) + "a", "more than 100 deep"),
    Page("lists", String(repeating: "- ", count: 10_000) + "a", "more than 100 deep"),
    Page("numbers", String(repeating: "1. ", count: 10_000) + "a", "more than 100 deep"),
  ]

  @Test(arguments: pages)
  func aPageBeyondALimitIsRefusedWithItsLine(page: Page) throws {
    let found = try error(of: page.text, in: "site/pages/long.md")
    #expect(found.contains("site/pages/long.md:"), "\(found.prefix(300))")
    #expect(found.contains(page.problem), "\(found.prefix(300))")
  }

  @Test func whatPeopleWriteIsFarBelow() throws {
    let study = try SyntheticStudy.small()
    let words = String(
      repeating: "Some *words* and `code` with [links](https://a.b/c) and **more**.\n\n", count: 2000)
    let quotes = String(repeating: "> ", count: 20) + "deep\n\n"
    try study.folder.write(
      "# Page\n\n" + words + quotes + Self.table(columns: 20, rows: 1000), to: "site/pages/long.md")
    let site = try BuiltSite(study)
    let page = try String(contentsOf: site.folder.appending(path: "long.html"), encoding: .utf8)
    #expect(page.contains("<em>words</em>"))
  }

  /// As deep as the limits allow, in a heading, whose words stand in the contents too.
  @Test func deepWordsOfAHeadingAreNoRecursion() throws {
    let study = try SyntheticStudy.small()
    try study.folder.write(
      "# Page\n\n## " + String(repeating: "*a **b ", count: 600) + String(repeating: "** *", count: 600)
        + "\n",
      to: "site/pages/deep.md")
    _ = try BuiltSite(study)
  }

  @Test func aTemplateOfDeepSectionsIsRefused() throws {
    let text = String(repeating: "{{#frame}}", count: 50_000) + String(repeating: "{{/frame}}", count: 50_000)
    #expect(try error(of: text, in: "templates/data.mustache").contains("more than 100 sections or blocks"))
  }

  @Test(arguments: [
    ("a: &x [1]\nb: *x\n", "has no aliases"), ("[", "a mistake"), ("- ", "a mistake"), ("{a: ", "a mistake"),
  ]) func settingsOfAliasesAndDeepNestingAreRefused(text: String, problem: String) throws {
    let text = text.count > 4 ? text : String(repeating: text, count: 20_000)
    #expect(try error(of: text, in: "site/site.yml").contains(problem))
  }
}
