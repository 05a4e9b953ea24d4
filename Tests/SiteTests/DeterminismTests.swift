import Foundation
import Studies
import Support
import Testing

/// The same study gives the same bytes, and the manifest answers for each of them.
@Suite struct DeterminismTests {
  @Test func twoBuildsAreTheSameByteForByte() throws {
    let first = try BuiltSite.small.get().contents()
    // A build into a place of another name and of a study in another folder.
    let second = try BuiltSite(.small()).contents()
    #expect(first.keys.sorted() == second.keys.sorted())
    let different = first.keys.sorted().filter { first[$0] != second[$0] }
    #expect(different == [])
  }

  @Test func aBuildOverAnOldSiteLeavesNothingOfIt() throws {
    let site = try BuiltSite(.small())
    let before = try site.contents()
    // A page that the study had when the site was built, and no longer has.
    try Data("left over".utf8).write(to: site.folder.appending(path: "old.html"))
    let manifest = site.folder.appending(path: "manifest.json")
    let text = try String(contentsOf: manifest, encoding: .utf8)
    let listed = text.replacing(/"files"\s*:\s*\[/) {
      "\($0.output) {\"path\": \"old.html\", \"bytes\": 9, \"sha256\": \"0\"},"
    }
    try Data(listed.utf8).write(to: manifest)
    try BuiltSite.build(site.study, into: site.folder)
    #expect(try site.contents() == before)
    let around = try FileManager.default.contentsOfDirectory(
      atPath: site.folder.deletingLastPathComponent().path)
    #expect(around == ["site"])
  }

  @Test func theManifestListsEveryOtherFileWithItsSizeAndSHA256() throws {
    struct Manifest: Decodable {
      struct File: Decodable {
        let path: String
        let bytes: Int
        let sha256: String
      }
      let files: [File]
    }
    let site = try BuiltSite.small.get()
    let manifest = try JSONDecoder().decode(Manifest.self, from: Data(site.bytes("manifest.json")))
    #expect(manifest.files.map(\.path) == (try site.paths().filter { $0 != "manifest.json" }))
    for file in manifest.files {
      let bytes = try site.bytes(file.path)
      #expect(file.bytes == bytes.count, "\(file.path)")
      #expect(file.sha256 == ContentHash(of: bytes).hex, "\(file.path)")
    }
  }

  @Test func noPathOfTheMachineAndNoClockInAnyText() throws {
    let site = try BuiltSite.small.get()
    let year = Calendar(identifier: .gregorian).component(.year, from: Date())
    for path in try site.paths() where !path.hasSuffix(".woff2") && !path.hasSuffix(".png") {
      let text = try site.text(path)
      #expect(!text.contains(site.study.folder.url.path), "\(path)")
      #expect(!text.contains(site.folder.deletingLastPathComponent().path), "\(path)")
      if path.hasSuffix(".pdf") { #expect(!text.contains("(D:\(year)"), "\(path)") }
    }
  }
}
