import Foundation
import Support

/// Finds files of published statistics.
enum PublishedFiles {
  /// `place` itself when it is a file; all `*.jsonl` files inside of a folder, by path.
  ///
  /// - Throws: `FileError.unreadable`, or `.importFile` for a folder without any.
  static func files(at place: URL) throws -> [URL] {
    let place = place.standardizedFileURL
    switch FileKind(at: place) {
    case .file: return [place]
    case .missing: throw FileError.unreadable(place.path, .missing)
    case .other: throw FileError.unreadable(place.path, .notRegular)
    case .folder: break
    }
    let paths = (FileManager.default.enumerator(atPath: place.path)?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(PublishedNames.fileSuffix) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let files = paths.map { place.appending(path: $0) }.filter { FileKind(at: $0) == .file }
    guard !files.isEmpty else { throw PublishedError.importFile(place.path, .noFiles) }
    return files
  }
}
