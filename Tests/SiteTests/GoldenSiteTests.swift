import FigureSupport
import Foundation
import TestSupport
import Testing

/// The small site as a whole against `Golden/site`: a change of any word, number, link or figure is seen here
/// and nowhere else has to be.
///
/// Pages, tables and texts are there as files, packed ones unpacked, pages with what their figures are made of in place of these;
/// pictures and the JSON of tables are lines of `digests.txt`; assets are copies of `Site/`.
/// After a change that is meant, run the tests with `STRATA_RECORD=1` and look at the difference.
@Suite struct GoldenSiteTests {
  private static let golden = SharedData.packageRoot.appending(path: "Tests/SiteTests/Golden/site")
  private static let digests = "digests.txt"
  /// Files whose line in `digests.txt` is enough: pictures, and tables that are there as CSV too.
  private static func isDigested(_ path: String) -> Bool {
    [".svg", ".png", ".pdf"].contains(where: path.hasSuffix)
      || path.hasPrefix("data/") && path.hasSuffix(".json.gz")
  }

  @Test func golden() throws {
    let found = try Self.reduced(BuiltSite.small.get())
    if Self.isRecording { return try Self.record(found) }
    let expected = try FolderListing.contents(of: Self.golden).mapValues {
      String(decoding: $0, as: UTF8.self)
    }
    // Names first: a missing page explains more than the links to it.
    #expect(expected.keys.filter { found[$0] == nil }.sorted() == [], "missing from the site")
    #expect(found.keys.filter { expected[$0] == nil }.sorted() == [], "not in the golden site")
    for (path, text) in found.sorted(by: { $0.key < $1.key }) {
      guard let golden = expected[path], let difference = GoldenText.difference(text, golden) else {
        continue
      }
      let kept = try Self.keep(text, path)
      Issue.record("\(path) \(difference). The new one is \(kept.path)")
    }
  }

  @Test func assetsAreThoseOfTheFolderSiteUnchanged() throws {
    let site = try BuiltSite.small.get()
    let source = SharedData.packageRoot.appending(path: "Site/assets")
    let built = try FolderListing.contents(of: site.folder.appending(path: "assets"))
    #expect(built == (try FolderListing.contents(of: source)))
  }

  /// Recording is for a person who looks at the difference, never for a machine that says yes.
  private static var isRecording: Bool {
    let environment = ProcessInfo.processInfo.environment
    return environment["STRATA_RECORD"] == "1" && environment["CI"] == nil
  }

  /// The files of the golden folder as `site` would have them.
  private static func reduced(_ site: BuiltSite) throws -> [String: String] {
    var texts: [String: String] = [:]
    var lines: [String] = []
    for path in try site.paths() where !path.hasPrefix("assets/") {
      if isDigested(path) {
        lines.append(FileDigest.line(of: Data(try site.bytes(path)), at: path))
      } else {
        let text = try site.text(path)
        let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
        texts[name] = path == "manifest.json" ? withoutHashes(text) : FileDigest.withoutPictures(text)
      }
    }
    texts[digests] = lines.joined(separator: "\n") + "\n"
    return texts
  }

  /// Hashes, sizes and the versions of libraries follow from the files and the machine.
  private static func withoutHashes(_ manifest: String) -> String {
    manifest.replacing(/"(sha256|cmark-gfm)": "[^"]*"/) { "\"\($0.output.1)\": \"\"" }
      .replacing(/"bytes": \d+/, with: "\"bytes\": 0")
  }

  private static func record(_ texts: [String: String]) throws {
    try? FileManager.default.removeItem(at: golden)
    for (path, text) in texts { try write(text, to: golden.appending(path: path)) }
  }

  /// Puts what was found where a person can look at it after the test.
  private static func keep(_ text: String, _ path: String) throws -> URL {
    let file = FileManager.default.temporaryDirectory.appending(path: "strata-golden-site/\(path)")
    try write(text, to: file)
    return file
  }

  private static func write(_ text: String, to file: URL) throws {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}
