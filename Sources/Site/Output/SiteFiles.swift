import Foundation
import Support
import Synchronization

/// A file of a site that was written.
struct WrittenFile: Sendable {
  let path: String
  let byteCount: Int
  let hash: ContentHash
}

/// Takes the files of a site from any thread: writes each at once, so that few are in memory, and notes size and hash for
/// the manifest.
final class SiteFiles: Sendable {
  private let output: OutputFolder
  private let noted = Mutex<[WrittenFile]>([])

  init(_ output: OutputFolder) { self.output = output }

  /// The files so far, in any order.
  var written: [WrittenFile] { noted.withLock(\.self) }

  /// Writes a whole file.
  ///
  /// - Throws: `SiteError.output`.
  func write(_ bytes: [UInt8], to path: String) throws {
    try output.write(bytes, to: path)
    note(WrittenFile(path: path, byteCount: bytes.count, hash: ContentHash(of: bytes)))
  }

  /// Writes a whole file, packed by gzip.
  ///
  /// - Throws: `SiteError.output`.
  func write(packing bytes: [UInt8], to path: String) throws {
    do {
      try write(try Deflate.gzip(bytes), to: path)
    } catch let problem as CompressionProblem {
      throw SiteError.output(folder: path, problem: problem.description)
    }
  }

  /// Begins a file that is written piece by piece, by one thread at a time.
  ///
  /// - Throws: `SiteError.output`.
  func begin(_ path: String) throws -> Growing { Growing(path, try output.open(path), in: self) }

  fileprivate func note(_ file: WrittenFile) { noted.withLock { $0.append(file) } }

  /// A file that grows.
  final class Growing {
    private let path: String
    private let handle: FileHandle
    private let files: SiteFiles
    private var hasher: ContentHasher? = ContentHasher()
    private var byteCount = 0

    fileprivate init(_ path: String, _ handle: FileHandle, in files: SiteFiles) {
      self.path = path
      self.handle = handle
      self.files = files
    }

    /// Adds `bytes` at the end.
    ///
    /// - Throws: `SiteError.output`.
    func append(_ bytes: [UInt8]) throws {
      bytes.withUnsafeBytes { hasher?.update($0) }
      byteCount += bytes.count
      try files.output.append(bytes, to: handle, of: path)
    }

    /// Ends the file.
    func finish() {
      try? handle.close()
      guard let hash = hasher.take()?.finish() else { return }
      files.note(WrittenFile(path: path, byteCount: byteCount, hash: hash))
    }
  }
}
