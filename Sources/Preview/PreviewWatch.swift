import Foundation
import Support

/// Sees that something that a site is made from has changed: by size, place on the disk and times of its files.
package struct PreviewWatch: Sendable {
  private let places: [URL]

  /// Watches files, and folders with all that they hold; a place need not exist.
  package init(_ places: [URL]) { self.places = places }

  /// The files with what the system says of them: the same as long as nothing changes.
  package var state: [String] {
    places.flatMap { place -> [String] in
      guard FileKind(at: place) == .folder else { return [Self.line(place)] }
      let paths = (FileManager.default.subpaths(atPath: place.path) ?? []).sorted()
      return [place.path] + paths.map { Self.line(place.appending(path: $0, directoryHint: .notDirectory)) }
    }
  }

  private static func line(_ file: URL) -> String {
    "\(file.path) \(FileStamp(of: file.path)?.text ?? "none")"
  }
}
