import Foundation
import Support

/// A file that is read line by line without being held in memory.
struct LineFile {
  private let bytes: Data

  /// - Throws: `FileError.unreadable`.
  init(_ file: URL) throws {
    switch FileKind(at: file) {
    case .missing: throw FileError.unreadable(file.path, .missing)
    case .folder, .other: throw FileError.unreadable(file.path, .notRegular)
    case .file: break
    }
    do {
      bytes = try Data(contentsOf: file, options: .alwaysMapped)
    } catch {
      throw FileError.unreadable(file.path, .refused(SystemMessage.text(of: error)))
    }
  }

  /// Identifies the file by its content.
  var hash: ContentHash { ContentHash(of: bytes) }

  /// Calls `body` with every line that is not blank, its number from 1, and whether a line feed ends it.
  func forEachLine(
    _ body: (_ line: UnsafeRawBufferPointer, _ number: Int, _ isWhole: Bool) throws -> Void
  ) rethrows {
    try bytes.withUnsafeBytes { bytes in
      var start = 0
      var number = 0
      while start < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
        let length = rest.firstIndex(of: UInt8(ascii: "\n"))
        let line = UnsafeRawBufferPointer(rebasing: rest.prefix(length ?? rest.count))
        number += 1
        start += line.count + 1
        let isBlank = line.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
        if !isBlank { try body(line, number, length != nil) }
      }
    }
  }
}
