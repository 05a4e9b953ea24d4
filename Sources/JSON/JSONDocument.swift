import CSimdjson
import Foundation

/// One JSON text, read whole: the owner of the memory behind its values.
///
/// Reading makes one copy of the text and one pass over it, so that a file of 10 MB takes milliseconds and a
/// line of a JSONL file about a microsecond. Values hold their document, which lives as long as any of them.
///
/// - Arrays and objects may be nested 256 deep.
/// - A lone surrogate escape (`"\ud800"`), which has no UTF-8 form, becomes U+FFFD;
///   ``JSONValue/hasLoneSurrogate`` tells of it.
/// - An integer beyond `Int64` becomes the nearest double, marked by ``JSONValue/isWideInteger``.
/// - A byte order mark at the start is skipped.
package final class JSONDocument: @unchecked Sendable {
  // Sendable because the tree is never written after `init` and freed only in `deinit`.
  private let tree: CSimdjsonTree

  /// Greatest depth to which arrays and objects may be nested.
  package static let maximumDepth = 256

  /// Reads a text that lies in memory (`[UInt8]`, `Data`, `UnsafeRawBufferPointer`, ...).
  ///
  /// - Parameters:
  ///   - bytes: the text in UTF-8; it need not outlive this call.
  ///   - file: the file it came from, for the error.
  ///   - allowsNonFinite: whether `NaN`, `Infinity` and `-Infinity`, which Python's json writes, are numbers, and numbers too
  ///     large for a double infinite, as Python reads them.
  /// - Throws: ``JSONError``.
  package init(_ bytes: some ContiguousBytes, file: String? = nil, allowsNonFinite: Bool = false) throws {
    tree = try bytes.withUnsafeBytes { buffer in
      try Self.parse(buffer, file: file, allowsNonFinite: allowsNonFinite)
    }
  }

  /// Reads a file.
  ///
  /// - Throws: ``JSONError``, which names the file.
  package convenience init(contentsOf file: URL, allowsNonFinite: Bool = false) throws {
    let data: Data
    do {
      // Reading from a pipe may never end.
      var status = stat()
      if stat(file.path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
        throw JSONError(file: file.path, line: nil, byteOffset: nil, problem: .notRegular)
      }
      data = try Data(contentsOf: file)
    } catch let error as JSONError {
      throw error
    } catch {
      throw JSONError(unreadable: file.path, error)
    }
    try self.init(data, file: file.path, allowsNonFinite: allowsNonFinite)
  }

  deinit {
    csimdjson_free(tree)
  }

  /// The value that the text holds.
  package var root: JSONValue { JSONValue(document: self, index: 0) }

  func node(at index: Int) -> CSimdjsonNode { tree.nodes[index] }

  private static func parse(
    _ bytes: UnsafeRawBufferPointer, file: String?, allowsNonFinite: Bool
  ) throws -> CSimdjsonTree {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let skipped = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    let text = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(skipped))
    let tree = csimdjson_parse(
      text.baseAddress?.assumingMemoryBound(to: UInt8.self), text.count, UInt32(maximumDepth), allowsNonFinite
    )
    guard tree.status != .ok else { return tree }
    if bytes.starts(with: "version https://git-lfs.".utf8) {
      throw JSONError(file: file, line: nil, byteOffset: nil, problem: .lfsPointer)
    }
    let offset = min(tree.offset + skipped, bytes.count)
    let line = bytes.prefix(offset).reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    throw JSONError(tree.status, file: file, line: line, byteOffset: offset)
  }
}
