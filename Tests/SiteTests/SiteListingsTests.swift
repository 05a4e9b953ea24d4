import FigureSupport
import Foundation
import Testing

@Suite struct SiteListingsTests {
  @Test func listsPagesWhereTheAddressIsKnownAndSaysHowToCiteWhereAuthorsAre() throws {
    let synthetic = try SyntheticStudy.small()
    try synthetic.folder.write(
      "address: https://example.org/a&b\nauthors: ['Ada \"L\" Lovelace: I']\n", to: "site/site.yml")
    let site = try BuiltSite(synthetic)
    let map = try site.text("sitemap.xml")
    #expect(map.contains("<loc>https://example.org/a&amp;b/</loc>"))
    #expect(map.contains("<loc>https://example.org/a&amp;b/models/tiny-base.html</loc>"))
    #expect(!map.contains("404"))
    let citation = try site.text("CITATION.cff")
    #expect(citation.contains("title: \"Fast and slow thinking, made up\"\n"))
    #expect(citation.contains("  - name: \"Ada \\\"L\\\" Lovelace: I\"\n"))
    #expect(citation.contains("given-names: Ziyue\n        family-names: Li\n"))
    #expect(citation.contains("  - type: software\n"))
    let cite = try site.text("cite.html")
    #expect(cite.contains("author = {Ada &quot;L&quot; Lovelace: I}"))
    #expect(cite.contains("@inproceedings{li-etal-2025-happened,"))
    #expect(cite.contains("href=\"CITATION.cff\"") && !cite.contains("id=\"changes\""))
    let overview = try site.text("index.html")
    #expect(overview.contains("<meta property=\"og:url\" content=\"https://example.org/a&amp;b/\">"))
    #expect(overview.contains("<meta property=\"og:image\" content=\"https://example.org/a&amp;b/figures/"))
  }

  @Test func theFeedHasTheDaysOfThePageOfChangesAndNoOther() throws {
    let synthetic = try SyntheticStudy.small()
    try synthetic.folder.write("address: https://example.org/r\n", to: "site/site.yml")
    let changes =
      "# Changes\n\n## 2026-11-02: more <samples>\n\nTwice.\n\n## Before\n\n## 2026-13-40 x\n\n## 2026-05-01\n"
    try synthetic.folder.write(changes, to: "site/pages/changes.md")
    let site = try BuiltSite(synthetic)
    let feed = try site.text("feed.xml")
    #expect(feed.matches(of: /<entry>/).count == 2)
    #expect(feed.contains("<title>2026-11-02: more &lt;samples&gt;</title>") == feed.contains("samples"))
    #expect(feed.contains("<updated>2026-11-02T00:00:00Z</updated>\n<author>"))
    #expect(feed.contains("<id>https://example.org/r/changes.html#2026-05-01</id>"))
    let page = try site.text("models/tiny-base.html")
    #expect(page.contains("<link rel=\"alternate\" type=\"application/atom+xml\""))
    #expect(page.contains("href=\"../feed.xml\""))
    let cite = try site.text("cite.html")
    #expect(cite.contains("<a href=\"changes.html#2026-05-01\">2026-05-01</a>"))
    #expect(!cite.contains("#before"))
    #expect(cite.contains("names no author"))
    #expect(try !BuiltSite.small.get().paths().contains("feed.xml"))
  }

  @Test func thereIsNeitherWithoutThem() throws {
    let paths = try BuiltSite.small.get().paths()
    #expect(!paths.contains("sitemap.xml") && !paths.contains("CITATION.cff"))
  }
}
