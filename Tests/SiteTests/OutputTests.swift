import FigureSupport
import Foundation
import Site
import Synchronization
import TestSupport
import Testing

/// A build either replaces the site or changes nothing.
@Suite struct OutputTests {
  @Test func aBuildThatFailsLeavesTheOldSiteAsItWasAndNothingBesideIt() throws {
    let site = try BuiltSite(.small())
    let before = try site.contents()
    // The checks pass over it until the site is whole: a link to a file that is not there.
    try site.study.folder.write(
      "<footer><a href=\"gone.html\">a</a></footer>\n", to: "templates/footer.mustache")
    #expect(throws: SiteError.self) { try BuiltSite.build(site.study, into: site.folder) }
    #expect(try site.contents() == before)
    #expect(try around(site.folder) == ["site"])
  }

  @Test func aFirstBuildThatFailsLeavesNothing() throws {
    let study = try SyntheticStudy.small()
    try study.folder.write("{{nothing_like_this}}", to: "templates/footer.mustache")
    let folder = try TemporaryFolder()
    #expect(throws: SiteError.self) { try BuiltSite.build(study, into: folder.file("site")) }
    #expect(try FolderListing.paths(in: folder.url) == [])
    #expect(try around(folder.file("site")) == [])
  }

  @Test func dotsInItsPathAreResolvedAfterLinks() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("far/away")
    try folder.makeFolder("near")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("near/link").path, withDestinationPath: "../far/away")
    try BuiltSite.build(.small(), into: URL(filePath: folder.url.path + "/near/link/../site"))
    #expect(try SiteCheck.problems(in: folder.file("far/site")) == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("near").path) == ["link"])
  }

  @Test func filesOfTheUsersInASiteOfOursAreNotThrownAway() throws {
    let site = try BuiltSite(.small())
    try Data("mine".utf8).write(to: site.folder.appending(path: "CNAME"))
    let error = try #require(throws: SiteError.self) { try BuiltSite.build(site.study, into: site.folder) }
    #expect(error.description.contains("CNAME"), "\(error)")
    #expect(try String(contentsOf: site.folder.appending(path: "CNAME"), encoding: .utf8) == "mine")
  }

  @Test func aFolderThatHoldsSomethingElseIsNotOverwritten() throws {
    let study = try SyntheticStudy.small()
    let folder = try TemporaryFolder()
    try folder.write("my only copy", to: "site/thesis.txt")
    let error = try #require(throws: SiteError.self) {
      try BuiltSite.build(study, into: folder.file("site"))
    }
    #expect(error.description.contains("holds files but no site of Strata's"), "\(error)")
    #expect(error.description.contains("--output"), "\(error)")
    #expect(try FolderListing.paths(in: folder.url) == ["site/thesis.txt"])
  }

  @Test func aFileInThePlaceOfTheFolderIsRefused() throws {
    let study = try SyntheticStudy.small()
    let folder = try TemporaryFolder()
    try folder.write("a file", to: "site")
    let error = try #require(throws: SiteError.self) {
      try BuiltSite.build(study, into: folder.file("site"))
    }
    #expect(error.description.contains("it is a file and not a folder"), "\(error)")
    #expect(try FolderListing.paths(in: folder.url) == ["site"])
  }

  @Test(arguments: ["empty", "a/b/site"])
  func anEmptyFolderAndAFolderWhoseParentsAreMissingAreTaken(path: String) throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("empty")
    try BuiltSite.build(.small(), into: folder.file(path))
    #expect(try SiteCheck.problems(in: folder.file(path)) == [])
  }

  @Test func whatAnInterruptedBuildLeftIsClearedByTheNextOne() throws {
    let site = try BuiltSite(.small())
    let before = try site.contents()
    let staging = site.folder.deletingLastPathComponent().appending(path: ".site.strata-new")
    try FileManager.default.createDirectory(at: staging, withIntermediateDirectories: true)
    try Data("half".utf8).write(to: staging.appending(path: "index.html"))
    try BuiltSite.build(site.study, into: site.folder)
    #expect(try site.contents() == before)
    #expect(try around(site.folder) == ["site"])
  }

  @Test func aBuildThatWasKilledBetweenTheTwoMovesGivesTheOldSiteBack() throws {
    let site = try BuiltSite(.small())
    let retired = site.folder.deletingLastPathComponent().appending(path: ".site.strata-old")
    try FileManager.default.moveItem(at: site.folder, to: retired)
    try site.study.folder.write("statistics: [nonsense]\n", to: "site/site.yml")
    #expect(throws: SiteError.self) { try BuiltSite.build(site.study, into: site.folder) }
    #expect(try SiteCheck.problems(in: site.folder) == [])
    #expect(try around(site.folder) == ["site"])
  }

  @Test(arguments: [0, 3, 15, 18])
  func aBuildThatIsCancelledBeforeAnyFigureOrPageLeavesTheOldSiteAndNothingElse(after count: Int) throws {
    let site = try BuiltSite(.small())
    let before = try site.contents()
    let asked = Mutex(0)
    let builder = try SiteBuilder(try site.study.analysis(), program: "Strata 0.0.1")
    #expect(throws: CancellationError.self) {
      try builder.build(
        into: site.folder,
        isCancelled: {
          asked.withLock {
            $0 += 1; return $0 > count
          }
        })
    }
    #expect(try site.contents() == before)
    #expect(try around(site.folder) == ["site"])
  }

  private func around(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.deletingLastPathComponent().path).sorted()
  }
}
