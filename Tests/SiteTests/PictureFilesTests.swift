import FigureSupport
import Foundation
import Site
import TestSupport
import Testing

/// The pictures that a site has as files.
@Suite struct PictureFilesTests {
  /// The figures' files of a site, by ending.
  private func files(_ study: SyntheticStudy, _ formats: [PictureFormat]?) throws -> [String: [String]] {
    let parent = try TemporaryFolder()
    let folder = parent.file("site")
    try BuiltSite.build(study, into: folder, formats: formats)
    let paths = try FolderListing.paths(in: folder).filter { $0.hasPrefix("figures/") }
    #expect(try SiteCheck.problems(in: folder) == [])
    return Dictionary(grouping: paths) { String($0.split(separator: ".").last ?? "") }
  }

  @Test func whereNoneIsAskedForThoseOfTheOverviewAndOfClaimsAreThereForPapers() throws {
    let found = try files(.small(), nil)
    let pictures = try #require(found["pdf"])
    #expect(pictures.contains("figures/forest-strength.pdf"))
    #expect(pictures.contains("figures/curves-tiny-base-word-problems-nuclear-norm.pdf"))
    #expect(!pictures.contains { $0.contains("relevance-tiny") || $0.contains("tiny-instruct-nuclear-norm") })
    #expect(found["svg"] == nil && found["png"] == nil && found["eps"] == nil)
    #expect((found["csv"]?.count ?? 0) > pictures.count && found["json"] == nil)
  }

  @Test func everyFigureIsThereInTheFormatsThatAreAskedFor() throws {
    let found = try files(.small(), [.eps, .svg])
    #expect(found["pdf"] == nil && found["png"] == nil)
    #expect(found["eps"]?.count == found["tex"]?.count && found["svg"]?.count == found["tex"]?.count)
  }

  @Test func aSiteWithAnAddressHasAPictureForLinksToIt() throws {
    let study = try SyntheticStudy.small()
    try study.folder.write(
      "statistics: [nuclear-norm]\naddress: https://example.org/\n", to: "site/site.yml")
    #expect(
      try files(study, nil)["png"] == ["figures/curves-tiny-base-word-problems-nuclear-norm.png"])
  }
}
