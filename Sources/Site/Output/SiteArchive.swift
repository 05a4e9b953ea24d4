import Foundation
import Support

/// A whole site in one file, whose bytes depend on the site alone.
package enum SiteArchive {
  /// What names of archives end in.
  package static let endings = ArchiveKind.allCases.map(\.rawValue)
  /// The largest archive that is read, in bytes.
  private static let longest = 2 << 30

  /// Packs the site in `folder`, its files in a folder of the study's name.
  ///
  /// - Parameters:
  ///   - folder: a built site.
  ///   - name: the folder in the archive.
  ///   - file: where the archive goes; its ending says the kind.
  /// - Throws: `SiteError.archive`, `SiteError.manifest`, `FileError.output`.
  package static func write(_ folder: URL, named name: String, to file: URL) throws {
    let kind = try kind(of: file)
    let manifest = try Manifest(readFrom: folder)
    let paths = manifest.hashes.keys.sorted() + [Manifest.path]
    let bytes = try attempt(file) {
      let entries = try Parallel.map(paths.count) { place in
        ArchiveEntry(
          path: "\(name)/\(paths[place])",
          bytes: try Data(contentsOf: folder.appending(path: paths[place]), options: .mappedIfSafe))
      }
      return try Archive.packed(entries, as: kind)
    }
    try OutputFile.write(bytes, to: file)
  }

  /// Unpacks the site in `file` into `folder`, without the folder that it has in the archive.
  ///
  /// - Throws: `SiteError.archive`, `FileError.unreadable`.
  package static func unpack(_ file: URL, into folder: URL) throws {
    let kind = try kind(of: file)
    let bytes = try InputFile.bytes(at: file, limit: longest)
    let entries = try attempt(file) { try Archive.entries(of: bytes, as: kind) }
    for entry in entries {
      let path = entry.path.split(separator: "/").dropFirst().joined(separator: "/")
      guard !path.isEmpty else {
        throw SiteError.archive(file: file.path, problem: "holds files outside of its folder")
      }
      try OutputFile.write(entry.bytes, to: folder.appending(path: path, directoryHint: .notDirectory))
    }
  }

  /// Finds the kind of archive that the ending of `file` says.
  ///
  /// - Throws: `SiteError.archive`.
  @discardableResult
  package static func kind(of file: URL) throws -> ArchiveKind {
    if let kind = ArchiveKind(of: file) { return kind }
    throw SiteError.archive(
      file: file.path,
      problem: "is no archive that is known here; its name ends in "
        + ArchiveKind.allCases.map(\.rawValue).joined(separator: " or "))
  }

  private static func attempt<Value>(_ file: URL, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let problem as ArchiveProblem {
      throw SiteError.archive(file: file.path, problem: problem.description)
    } catch let problem as CompressionProblem {
      throw SiteError.archive(file: file.path, problem: problem.description)
    }
  }
}
