import Foundation
import Support
import TestSupport
import Testing

/// `strata build --single-page`: a site in one file that needs nothing beside it.
@Suite struct SinglePageTests {
  /// The page of a study with two models and one task.
  private static let page = Result {
    let folder = try TemporaryFolder()
    for arguments in [
      ["init", "study"], ["run", "study"], ["build", "study", "--single-page", "one.html"],
    ] {
      let outcome = try Program.start(arguments, in: folder.url).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    return try String(contentsOf: folder.file("one.html"), encoding: .utf8)
  }

  private func page() throws -> String { try Self.page.get() }

  private func values(of attribute: String, in page: String) throws -> [String] {
    page.matches(of: try Regex(" \(attribute)=\"([^\"]*)\"")).compactMap {
      $0.output[1].substring.map(String.init)
    }
  }

  @Test func everyLinkLeadsToAPlaceInTheFileOrToAnotherHost() throws {
    let page = try page()
    let ids = try values(of: "id", in: page)
    #expect(Set(ids).count == ids.count)
    let links = try values(of: "href", in: page)
    #expect(links.count > 100)
    for link in links where !link.hasPrefix("https://") {
      #expect(link.hasPrefix("#") && ids.contains(String(link.dropFirst())), "\(link)")
    }
    for name in ["aria-labelledby", "aria-controls", "aria-describedby"] {
      for value in try values(of: name, in: page) {
        #expect(value.split(separator: " ").allSatisfy { ids.contains(String($0)) }, "\(name): \(value)")
      }
    }
  }

  @Test func itLoadsNothing() throws {
    let page = try page()
    #expect(try values(of: "src", in: page).isEmpty)
    #expect(!page.contains("<link"))
    #expect(!page.contains("url(\"") && page.contains("url(data:font/woff2;base64,"))
  }

  /// The policy allows the styles and scripts that stand in the file, and no others.
  @Test func thePolicyHasTheHashesOfWhatIsInline() throws {
    let page = try page()
    let policy = try #require(page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).output.1
    let inline = page.matches(of: /(?s)<(style|script)>(.*?)<\/\1>/)
    #expect(inline.count >= 4)
    for element in inline {
      #expect(policy.contains("'sha256-\(ContentHash(of: element.output.2.utf8).base64)'"))
    }
    #expect(policy.hasPrefix("default-src 'none'; "))
    #expect(!policy.contains("unsafe") && !policy.contains("'self'"))
  }

  @Test func itHasOneTopHeadingAndAllPages() throws {
    let page = try page()
    #expect(page.matches(of: /<h1\b/).count == 1)
    #expect(page.matches(of: /<h([1-6])\b/).count == page.matches(of: /<\/h([1-6])>/).count)
    for name in ["index", "claims-strength", "models-base", "models-base-sums", "tasks-sums", "methods"] {
      #expect(page.contains("id=\"page-\(name)\""), "\(name)")
    }
    // What fetches files cannot work in one.
    #expect(!page.contains("id=\"page-compare\""))
  }
}
