import Foundation
import Testing

@testable import Site

@Suite struct SiteListingsTests {
  @Test func listsPagesWhereTheAddressIsKnownAndSaysHowToCiteWhereAuthorsAre() throws {
    var settings = SiteSettings()
    #expect(SiteListings(settings: settings, title: "T").files(pages: ["index.html"]).isEmpty)
    settings.address = "https://example.org/a&b"
    settings.authors = ["Ada \"L\" Lovelace: I"]
    let files = SiteListings(settings: settings, title: "Fast: slow").files(
      pages: ["404.html", "index.html", "models/m.html"])
    #expect(files.map(\.path) == ["sitemap.xml", "CITATION.cff"])
    #expect(files[0].text.contains("<loc>https://example.org/a&amp;b/</loc>"))
    #expect(files[0].text.contains("<loc>https://example.org/a&amp;b/models/m.html</loc>"))
    #expect(!files[0].text.contains("404"))
    #expect(files[1].text.contains("title: \"Fast: slow\"\n"))
    #expect(files[1].text.contains("  - name: \"Ada \\\"L\\\" Lovelace: I\"\n"))
    #expect(files[1].text.contains("given-names: Ziyue\n        family-names: Li\n"))
  }
}
