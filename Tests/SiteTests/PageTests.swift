import FigureSupport
import Foundation
import Site
import Support
import Testing

/// What every page keeps to, read with plain patterns and not with the check that the builder itself runs.
@Suite struct PageTests {
  private let site: BuiltSite

  init() throws { site = try BuiltSite.small.get() }

  @Test func everyKindOfPageIsThere() throws {
    #expect(
      try site.pages().map(\.path) == [
        "404.html", "base-instruct.html", "cite.html", "claims/base.html", "claims/geometry.html",
        "claims/knowledge.html",
        "claims/relevance.html", "claims/strength.html", "claims/unevenness.html", "compare.html",
        "data.html",
        "index.html", "knowledge.html",
        "methods.html", "models/tiny-base.html", "models/tiny-base/word-problems.html",
        "models/tiny-instruct.html", "models/tiny-instruct/word-problems.html", "samples.html", "search.html",
        "tasks/word-problems.html",
      ])
    #expect(site.summary.pages == 21)
    #expect(site.summary.files == (try site.paths().count))
  }

  @Test func nothingIsInlineAndNothingComesFromAnotherHost() throws {
    for (path, text) in try site.pages() {
      for tag in text.matches(of: /<([a-z0-9]+)((?:\s[^<>]*)?)>/) {
        let name = tag.output.1
        let attributes = tag.output.2
        #expect(name != "style", "\(path)")
        #expect(name != "script" || attributes.contains(" src="), "\(path): \(tag.output.0)")
        #expect(attributes.firstMatch(of: /\s(style|on[a-z]+)=/) == nil, "\(path): \(tag.output.0)")
        #expect(attributes.firstMatch(of: /\ssrc="([a-z]+:)?\/\//) == nil, "\(path): \(tag.output.0)")
        if name == "link" {
          #expect(attributes.firstMatch(of: /href="([a-z]+:)?\/\//) == nil, "\(path): \(tag.output.0)")
        }
      }
      #expect(
        text.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"), "\(path)")
    }
    for path in try site.paths() where path.hasSuffix(".css") || path.hasSuffix(".js") {
      #expect(try site.text(path).firstMatch(of: /https?:\/\//) == nil, "\(path)")
    }
  }

  @Test func theScriptsOfTheSiteAreSmall() throws {
    // Numbers under `data` come as scripts too, a file at a time.
    let scripts = try site.paths().filter { !$0.hasPrefix("data/") && $0.hasSuffix(".js") }
    #expect(try scripts.reduce(0) { try $0 + site.bytes($1).count } < 60_000)
    for (path, text) in try site.pages() { #expect(text.utf8.count < 500_000, "\(path)") }
    #expect(try site.bytes("index.html").count < 400_000)
  }

  @Test func aCaptionSaysWhatToSeeInFewWordsAndTheRestIsFolded() throws {
    var count = 0
    for (path, text) in try site.pages() {
      for figure in text.matches(of: /(?s)<figcaption>(.*?)<\/figcaption>/)
      where figure.output.1.contains("figure-anchor") {
        let lead = try #require(figure.output.1.firstMatch(of: /<\/strong><\/a> (.*?)<\/p>/)).output.1
        #expect(lead.split(separator: /[ \u{A0}]/).count <= 40, "\(path): \(lead)")
        #expect(lead.contains("n\u{A0}=\u{A0}"), "\(path): \(lead)")
        #expect(figure.output.1.contains("strata plot "), "\(path)")
        count += 1
      }
    }
    #expect(count > 10)
  }

  @Test func oneTopHeadingALanguageAndAWayPastTheNavigation() throws {
    for (path, text) in try site.pages() {
      #expect(text.matches(of: /<h1[ >]/).count == 1, "\(path)")
      #expect(text.contains("<html lang=\"en\">"), "\(path)")
      let first = text.firstMatch(of: /<a [^>]*>/).map { String($0.output) }
      #expect(first == "<a class=\"skip-link\" href=\"#main\">", "\(path)")
      #expect(text.matches(of: /<main id="main"/).count == 1, "\(path)")
      #expect(text.firstMatch(of: /<title>[^<]+<\/title>/) != nil, "\(path)")
    }
  }

  @Test func everyImageIsDescribedAndEveryTableHeaderSaysWhatItHeads() throws {
    var images = 0
    var headers = 0
    for (path, text) in try site.pages() {
      for image in text.matches(of: /<svg class="plot"[^>]*>/) {
        #expect(image.output.contains(" role=\"img\""), "\(path): \(image.output)")
        #expect(image.output.firstMatch(of: /\saria-label="[^"]{20,}"/) != nil, "\(path): \(image.output)")
        #expect(image.output.firstMatch(of: /\swidth="\d+" height="\d+"/) != nil, "\(path): \(image.output)")
        images += 1
      }
      for header in text.matches(of: /<th[ >][^>]*/) {
        #expect(header.output.firstMatch(of: /\sscope="(col|row)"/) != nil, "\(path): \(header.output)")
        headers += 1
      }
    }
    #expect(images > 10)
    #expect(headers > 50)
  }

  @Test func everyLinkInsideTheSiteLeadsToAFileAndAnIdThatAreThere() throws {
    let files = Set(try site.paths())
    let pages = Dictionary(uniqueKeysWithValues: try site.pages().map { ($0.path, $0.text) })
    var count = 0
    for (path, text) in pages {
      for link in text.matches(of: /\s(?:href|src)="([^"]*)"/) {
        let reference = String(link.output.1)
        if reference.hasPrefix("https://") { continue }
        let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let file = URL(string: String(parts[0]), relativeTo: URL(string: "file:///\(path)"))?.absoluteURL.path
        let target = parts[0].isEmpty ? path : String(file?.dropFirst() ?? "")
        if !files.contains(target) { Issue.record("\(path): \(reference)") }
        if parts.count > 1 {
          #expect(pages[target]?.contains(" id=\"\(parts[1])\"") == true, "\(path): \(reference)")
        }
        count += 1
      }
    }
    #expect(count > 100)
  }

  @Test func everyFigureHasAllItsDownloads() throws {
    let files = Set(try site.paths())
    let figures = files.filter { $0.hasPrefix("figures/") && $0.hasSuffix(".svg") }.map { $0.dropLast(4) }
    #expect(figures.count == site.summary.figures)
    for figure in figures {
      for ending in [".svg", ".pdf", ".png", ".tex"] {
        #expect(files.contains(figure + ending), "\(figure)\(ending)")
      }
    }
  }

  /// Of its own, or with others of the same model on the same task.
  @Test func everyFigureHasAFileWithItsNumbers() throws {
    var (own, shared) = (0, 0)
    for page in try site.pages() {
      for figure in page.text.matches(of: /(?s)<figure id="([^"]+)".*?<\/figure>/) {
        let links = figure.output.0.matches(of: /href="([^"]+\.csv(\.gz)?)" download/)
        #expect(links.count == 1, "\(page.path): \(figure.output.1)")
        if links.first?.output.2 == nil { own += 1 } else { shared += 1 }
      }
    }
    #expect(own > 5 && shared > 5)
  }

  @Test func thePageForUnknownAddressesReachesTheOthersFromAnyDepth() throws {
    let site = try BuiltSite(.small(), basePath: "/reports/fast")
    let page = try site.text("404.html")
    #expect(page.contains("href=\"/reports/fast/assets/site.css\""))
    #expect(page.contains("href=\"/reports/fast/index.html\""))
    #expect(try SiteCheck.problems(in: site.folder) == [])
    // Every other page is as without a base path.
    #expect(try site.text("index.html") == BuiltSite.small.get().text("index.html"))
  }

  @Test(arguments: ["reports/", "//host/", "/a/../b", "/a?b", "/a\"b", ""])
  func aBasePathThatIsNoneIsRefused(path: String) throws {
    let study = try SyntheticStudy.small()
    #expect(throws: SiteError.self) {
      try SiteBuilder(study.analysis(), basePath: path, program: "Strata 0.0.0")
    }
  }

  /// Every column of every table that is offered is explained, and no other.
  @Test func columnsOfDataAreExplained() throws {
    let site = try BuiltSite.small.get()
    var found: Set<String> = []
    for path in try site.paths() where path.hasPrefix("data/") {
      let bytes = try Data(contentsOf: site.folder.appending(path: path))
      let text = path.hasSuffix(".csv.gz") ? try Compression.gzip.unpack(bytes) : bytes
      guard path.hasSuffix(".csv") || path.hasSuffix(".csv.gz"), let header = text.split(separator: 10).first
      else { continue }
      found.formUnion(String(decoding: header, as: UTF8.self).split(separator: ",").map(String.init))
    }
    let page = try site.text("data.html")
    let section = try #require(page.firstMatch(of: /<section id="columns"(?s:.*?)<\/section>/)).output
    let rows = section.matches(of: /<th scope="row">([^<]*)<\/th><td>[^<]+<\/td><td>[^<]+<\/td>/)
    #expect(rows.map { String($0.output.1) }.sorted() == found.sorted())
  }
}
