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
    let overview = try site.text("index.html")
    #expect(overview.contains("<meta property=\"og:url\" content=\"https://example.org/a&amp;b/\">"))
    #expect(overview.contains("<meta property=\"og:image\" content=\"https://example.org/a&amp;b/figures/"))
  }

  @Test func thereIsNeitherWithoutThem() throws {
    let paths = try BuiltSite.small.get().paths()
    #expect(!paths.contains("sitemap.xml") && !paths.contains("CITATION.cff"))
  }
}
