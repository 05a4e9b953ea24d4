import FigureSupport
import Foundation
import Site
import TestSupport
import Testing

/// Files that a study puts into its folder `site`.
@Suite struct OwnFileTests {
  @Test func whatHostsAskForIsCopiedAndABuildOverItWorks() throws {
    let study = try SyntheticStudy.small()
    let copied = ["CNAME", "robots.txt", ".well-known/security.txt"]
    for path in copied { try study.folder.write("of \(path)", to: "site/\(path)") }
    try study.folder.write("", to: "site/.DS_Store")
    let site = try BuiltSite(study)
    for path in copied {
      #expect(try String(contentsOf: site.folder.appending(path: path), encoding: .utf8) == "of \(path)")
    }
    #expect(!FileManager.default.fileExists(atPath: site.folder.appending(path: ".DS_Store").path))
    try BuiltSite.build(study, into: site.folder)
  }

  @Test(arguments: [
    ("page/methods.md", "Did you mean `pages/methods.md`?"), ("robot.txt", "Did you mean `robots.txt`?"),
    ("pages/notes.txt", "nothing of the site is made from it"),
  ]) func aFileOfWhichNothingIsMadeIsAnError(path: String, words: String) throws {
    let study = try SyntheticStudy.small()
    try study.folder.write("text", to: "site/\(path)")
    let folder = try TemporaryFolder()
    let error = try #require(throws: SiteError.self) { try BuiltSite.build(study, into: folder.file("site")) }
    #expect(error.description.contains("site/\(path): ") && error.description.contains(words), "\(error)")
  }
}
