import FigureSupport
import Foundation
import Site
import Synchronization
import TestSupport
import Testing

/// A build either replaces the site or changes nothing.
@Suite("Output")
struct OutputTests {
  @Test("A build that fails leaves the old site as it was and nothing beside it")
  func oldSiteStays() throws {
    let site = try BuiltSite(.small())
    let before = try site.contents()
    // The checks pass over it until the site is whole: a link to a file that is not there.
    try site.study.folder.write(
      "<footer><a href=\"gone.html\">a</a></footer>\n", to: "templates/footer.mustache")
    #expect(throws: SiteError.self) { try BuiltSite.build(site.study, into: site.folder) }
    #expect(try site.contents() == before)
    #expect(try around(site.folder) == ["site"])
  }

  @Test("A first build that fails leaves nothing")
  func nothingLeft() throws {
    let study = try SyntheticStudy.small()
    try study.folder.write("{{nothing_like_this}}", to: "templates/footer.mustache")
    let folder = try TemporaryFolder()
    #expect(throws: SiteError.self) { try BuiltSite.build(study, into: folder.file("site")) }
    #expect(try FolderListing.paths(in: folder.url) == [])
    #expect(try around(folder.file("site")) == [])
  }

  @Test("Files of the user's in a site of ours are not thrown away")
  func filesBesideTheSite() throws {
    let site = try BuiltSite(.small())
    try Data("mine".utf8).write(to: site.folder.appending(path: "CNAME"))
    let error = try #require(throws: SiteError.self) { try BuiltSite.build(site.study, into: site.folder) }
    #expect(error.description.contains("CNAME"), "\(error)")
    #expect(try String(contentsOf: site.folder.appending(path: "CNAME"), encoding: .utf8) == "mine")
  }

  @Test("A folder that holds something else is not overwritten")
  func otherFolder() throws {
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

  @Test("A file in the place of the folder is refused")
  func file() throws {
    let study = try SyntheticStudy.small()
    let folder = try TemporaryFolder()
    try folder.write("a file", to: "site")
    let error = try #require(throws: SiteError.self) {
      try BuiltSite.build(study, into: folder.file("site"))
    }
    #expect(error.description.contains("it is a file and not a folder"), "\(error)")
    #expect(try FolderListing.paths(in: folder.url) == ["site"])
  }

  @Test("An empty folder and a folder whose parents are missing are taken", arguments: ["empty", "a/b/site"])
  func taken(path: String) throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("empty")
    try BuiltSite.build(.small(), into: folder.file(path))
    #expect(try SiteCheck.problems(in: folder.file(path)) == [])
  }

  @Test("What an interrupted build left is cleared by the next one")
  func interrupted() throws {
    let site = try BuiltSite(.small())
    let before = try site.contents()
    let staging = site.folder.deletingLastPathComponent().appending(path: ".site.strata-new")
    try FileManager.default.createDirectory(at: staging, withIntermediateDirectories: true)
    try Data("half".utf8).write(to: staging.appending(path: "index.html"))
    try BuiltSite.build(site.study, into: site.folder)
    #expect(try site.contents() == before)
    #expect(try around(site.folder) == ["site"])
  }

  @Test("A build that was killed between the two moves gives the old site back")
  func killed() throws {
    let site = try BuiltSite(.small())
    let retired = site.folder.deletingLastPathComponent().appending(path: ".site.strata-old")
    try FileManager.default.moveItem(at: site.folder, to: retired)
    try site.study.folder.write("statistics: [nonsense]\n", to: "site/site.yml")
    #expect(throws: SiteError.self) { try BuiltSite.build(site.study, into: site.folder) }
    #expect(try SiteCheck.problems(in: site.folder) == [])
    #expect(try around(site.folder) == ["site"])
  }

  @Test(
    "A build that is cancelled before any figure or page leaves the old site and nothing else",
    arguments: [0, 3, 15, 18])
  func cancelled(after count: Int) throws {
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
