import Foundation
import Studies
import Support

/// Where the outputs of one command go.
package enum OutputPlaces {
  /// Checks that no two of `files` are one file, however they are spelled.
  ///
  /// - Throws: `PaperError.sameOutput`.
  package static func check(_ files: [URL]) throws {
    var seen: [String: URL] = [:]
    for file in files {
      if let first = seen.updateValue(file, forKey: place(of: file)) {
        throw PaperError.sameOutput(first: first.relativePath, second: file.relativePath)
      }
    }
  }

  /// The path without links and dots, of the folders that there are.
  static func place(of file: URL) -> String { OutputFile.target(of: file).path }
}
