import Foundation
import Support

/// A store that is packed with zstd, as `study.sqlite.zst` for `study.sqlite`. It is read where the store itself is not there:
/// that is how a study's results are published with it.
package enum PackedStore {
  /// The packed store of the store at `file`.
  package static func place(of file: URL) -> URL { file.appendingPathExtension("zst") }

  /// The file that is read for the store at `file`: the packed one where only that is there.
  static func source(of file: URL) -> URL {
    let packed = place(of: file)
    return FileKind(at: file) == .missing && FileKind(at: packed) == .file ? packed : file
  }

  /// Unpacks `file` where it is packed.
  ///
  /// - Returns: a file for the caller to remove; nil when `file` is not packed.
  /// - Throws: `StoreError.store`.
  static func unpack(_ file: URL) throws -> URL? {
    guard let handle = try? FileHandle(forReadingFrom: file) else { return nil }
    defer { try? handle.close() }
    guard let head = try? handle.read(upToCount: 4), Compression(of: head) == .zstd else { return nil }
    do {
      let content = try Compression.zstd.unpack(Data(contentsOf: file, options: .mappedIfSafe))
      let unpacked = temporaryFile()
      try content.write(to: unpacked, options: .withoutOverwriting)
      return unpacked
    } catch is CompressionProblem {
      throw StoreError.store(file.path, .corrupt)
    } catch {
      throw StoreError.store(file.path, .inputOutput)
    }
  }

  /// A place for a file that nobody else knows of.
  package static func temporaryFile() -> URL {
    FileManager.default.temporaryDirectory.appending(path: "strata-\(UUID().uuidString).sqlite")
  }
}
