import FigureSupport
import Foundation
import TestSupport
import Testing

/// The bytes of everything that a command wrote, by path.
enum Contents {
  /// All files of a folder.
  static func of(_ folder: URL) throws -> [String: Data] {
    Dictionary(
      uniqueKeysWithValues: try FolderListing.paths(in: folder).map {
        ($0, try Data(contentsOf: folder.appending(path: $0)))
      })
  }

  /// Everything that can be exported of the study in `folder`.
  static func ofExports(of folder: URL) throws -> [String: Data] {
    let output = try TemporaryFolder()
    let outcome = try Program.run(
      "export", folder.path, "--output", output.file("out").path, "--format", "layer-gradient",
      "gradient-unified", "csv", "tidy")
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try of(output.file("out"))
  }

  /// Expects `found` to be `expected`, and names the files that differ.
  static func compare(_ found: [String: Data], _ expected: [String: Data], _ what: String) {
    #expect(found.count == expected.count && !found.isEmpty, "\(what)")
    for (path, bytes) in expected.sorted(by: { $0.key < $1.key }) where found[path] != bytes {
      Issue.record("\(path) differs \(what)")
    }
  }
}
