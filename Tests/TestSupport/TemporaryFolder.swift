import Foundation

/// A folder of a test's own that is removed when the value goes away.
public final class TemporaryFolder: Sendable {
  /// Where it is.
  public let url: URL

  /// Makes an empty folder.
  public init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "strata-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The file `name` inside the folder.
  public func file(_ name: String) -> URL { url.appending(path: name) }

  /// Writes `text` to the file `name` inside the folder.
  public func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: file(name))
  }
}
