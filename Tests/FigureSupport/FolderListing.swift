import Foundation

/// The files below a folder.
package enum FolderListing {
  /// Paths inside `folder`, sorted; hidden files too.
  package static func paths(in folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
      let values = try folder.appending(path: path).resourceValues(forKeys: [.isRegularFileKey])
      return values.isRegularFile == true
    }.sorted()
  }

  /// The content of every file by path.
  package static func contents(of folder: URL) throws -> [String: Data] {
    Dictionary(
      uniqueKeysWithValues: try paths(in: folder).map {
        ($0, try Data(contentsOf: folder.appending(path: $0)))
      })
  }
}
