import Foundation

/// A kind of archive, by the ending of its name.
package enum ArchiveKind: String, Sendable, CaseIterable {
  /// A tar archive packed with zstd.
  case tarZstd = ".tar.zst"
  /// A zip archive.
  case zip = ".zip"

  /// The kind that the name of `file` says; nil for any other ending.
  package init?(of file: URL) {
    let name = file.lastPathComponent.lowercased()
    guard let kind = Self.allCases.first(where: { name.hasSuffix($0.rawValue) }) else { return nil }
    self = kind
  }
}

/// A file in an archive.
package struct ArchiveEntry: Sendable, Equatable {
  /// The path inside the archive, its parts separated by slashes.
  package let path: String
  package let bytes: Data

  package init(path: String, bytes: Data) { (self.path, self.bytes) = (path, bytes) }
}

/// Reading and writing of archives as wholes. What is written depends on paths and contents alone: entries are sorted, times and
/// rights are fixed.
package enum Archive {
  /// Level of zstd beyond which a site becomes hardly smaller and takes much longer.
  private static let level: Int32 = 12

  /// The bytes of an archive of `entries`.
  ///
  /// - Throws: `ArchiveProblem`, `CompressionProblem.memory`.
  package static func packed(_ entries: [ArchiveEntry], as kind: ArchiveKind) throws -> Data {
    let sorted = entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    switch kind {
    case .tarZstd: return try Compression.packZstd(Tar.packed(sorted), level: level)
    case .zip: return try Zip.packed(sorted)
    }
  }

  /// The files of an archive, none of which leads out of the folder that it is unpacked into.
  ///
  /// - Throws: `ArchiveProblem`, `CompressionProblem`.
  package static func entries(of bytes: Data, as kind: ArchiveKind) throws -> [ArchiveEntry] {
    let entries =
      switch kind {
      case .tarZstd: try Tar.entries(of: Compression.zstd.unpack(bytes))
      case .zip: try Zip.entries(of: bytes)
      }
    var seen: Set<String> = []
    for entry in entries {
      guard isInside(entry.path) else { throw ArchiveProblem.path(entry.path) }
      guard seen.insert(entry.path).inserted else { throw ArchiveProblem.twice(entry.path) }
    }
    return entries
  }

  /// Whether a path stays in the folder that it begins in.
  private static func isInside(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return !path.utf8.contains(0) && !path.contains("\\")
      && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }
}

/// Reason why an archive cannot be read or written.
package enum ArchiveProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// What stands there is no archive of the kind, or a damaged one.
  case damaged
  /// An entry leads out of the folder.
  case path(String)
  /// Two entries have one path.
  case twice(String)
  /// An entry is neither a file nor a folder, such as a link.
  case kind(String)
  /// An entry is packed in a way that is not read here.
  case method(String)
  /// It would be larger than its format allows.
  case tooLarge

  /// The end of a sentence that names the archive.
  package var description: String {
    switch self {
    case .damaged: "is damaged, or no archive of the kind that its name says"
    case .path(let path): "holds \(Quoted.text(path)), which leads out of the folder that it is unpacked into"
    case .twice(let path): "holds \(Quoted.text(path)) twice"
    case .kind(let path): "holds \(Quoted.text(path)), which is neither a file nor a folder"
    case .method(let path): "holds \(Quoted.text(path)), packed in a way that is not read here"
    case .tooLarge: "would be larger than 4 GB, which zip cannot hold; give a name that ends in .tar.zst"
    }
  }
}
