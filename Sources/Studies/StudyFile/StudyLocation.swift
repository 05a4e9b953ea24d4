import Foundation
import Support

/// Finds the study file that a user means.
package enum StudyLocation {
  /// The names a study file has inside a folder, the preferred one first.
  package static let names = ["study.yml", "study.yaml"]

  /// - Throws: `FileError.unreadable` when `place` is neither a file nor a folder with a study file.
  static func file(at place: URL) throws -> URL {
    let place = place.standardizedFileURL
    switch FileKind(at: place) {
    case .file: return place
    case .folder: return try file(inFolder: place)
    case .missing: throw FileError.unreadable(place.path, .missing)
    case .other: throw FileError.unreadable(place.path, .notRegular)
    }
  }

  private static func file(inFolder folder: URL) throws -> URL {
    let candidates = names.map { folder.appending(path: $0, directoryHint: .notDirectory) }
    guard let file = candidates.first(where: { FileKind(at: $0) == .file }) else {
      throw StudyError.noStudyInFolder(folder.path)
    }
    return file
  }
}
