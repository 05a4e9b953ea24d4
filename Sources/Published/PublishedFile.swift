import Foundation
import Gradients
import JSON
import Support

/// An output file of published JSON Lines that grows by whole batches of lines and can be gone on with.
///
/// A line that a killed process left unfinished at the end is cut off when the file is opened. The file is
/// locked while it is open, so that two processes never write to it at once. A file that was made and got no
/// line is removed again. The null device takes lines and holds none.
package final class PublishedFile {
  /// A sample that the file holds.
  package struct Entry {
    package let index: Int
    package let key: String
    /// Line of the file, from 1.
    package let line: Int
    package let skipped: SkipReason?
    /// Tokens of the text that were cut off; nil where the line does not say it.
    package let cutCount: Int?
  }

  /// The samples that were there when the file was opened, in the order of the file.
  package let entries: [Entry]
  private let file: URL
  private let descriptor: Int32
  private var length: Int
  private let wasMissing: Bool

  /// Opens `file` and reads what it holds; makes it when it is missing.
  ///
  /// - Throws: `FileError.output`.
  package init(at file: URL) throws {
    let kind = FileKind(at: file)
    guard kind == .missing || kind == .file || Self.isNull(file) else {
      throw FileError.output(file.path, .notRegular)
    }
    let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError.output(file.path, .init(code: errno)) }
    do {
      guard kind == .other || flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        throw FileError.output(file.path, .locked)
      }
      let bytes = kind == .other ? Data() : try Data(contentsOf: file, options: .mappedIfSafe)
      length = bytes.lastIndex(of: Self.lineFeed).map { $0 + 1 } ?? 0
      entries = try Self.entries(in: bytes.prefix(length), file: file)
      try Self.checkTail(bytes.suffix(from: bytes.startIndex + length), line: entries.count + 1, file: file)
      guard length == bytes.count || ftruncate(descriptor, off_t(length)) == 0 else {
        throw FileError.output(file.path, .init(code: errno))
      }
    } catch {
      close(descriptor)
      throw error
    }
    self.file = file
    self.descriptor = descriptor
    wasMissing = kind == .missing
  }

  deinit {
    if wasMissing, length == 0 { unlink(file.path) }
    close(descriptor)
  }

  /// Adds whole lines: all of them or, when the disk is full, none.
  ///
  /// - Throws: `FileError.output`.
  package func append(_ lines: [UInt8]) throws {
    var written = 0
    while written < lines.count {
      let count = lines.withUnsafeBytes { bytes in
        pwrite(
          descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written, off_t(length + written))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let problem = OutputProblem(code: count == 0 ? ENOSPC : errno)
        ftruncate(descriptor, off_t(length))
        throw FileError.output(file.path, problem)
      }
      written += count
    }
    length += written
  }

  /// Whether `file` is the null device, for those who want to see a computation go through and keep nothing.
  private static func isNull(_ file: URL) -> Bool { UserPath.real(file).path == "/dev/null" }

  /// Beginning of every line of ours.
  private static let opening = Array("{\"index\":".utf8)

  /// Throws unless `tail` is the beginning of a line of ours that was cut off, or a line that a machine
  /// without power left as zeros; anything else is somebody's file.
  private static func checkTail(_ tail: Data, line: Int, file: URL) throws {
    guard beginsLikeOurs(tail) || tail.allSatisfy({ $0 == 0 }) else {
      throw PublishedError.outputLine(file.path, line: line, .foreign)
    }
  }

  private static func beginsLikeOurs(_ line: Data) -> Bool {
    line.prefix(opening.count).elementsEqual(opening.prefix(line.count))
  }

  private static let lineFeed = UInt8(ascii: "\n")

  private static func entries(in bytes: Data, file: URL) throws -> [Entry] {
    try bytes.split(separator: lineFeed, omittingEmptySubsequences: false).dropLast().enumerated()
      .filter { !$0.element.isEmpty }.map { number, line in
        let line = (number: number + 1, bytes: line)
        guard let root = try? JSONDocument(line.bytes, allowsNonFinite: true).root else {
          throw PublishedError.outputLine(
            file.path, line: line.number, beginsLikeOurs(line.bytes) ? .damaged : .foreign)
        }
        guard let index = root["index"]?.int, let key = root["sample"]?.string else {
          throw PublishedError.outputLine(file.path, line: line.number, .foreign)
        }
        let skipped = root["skipped"]?.string.flatMap(SkipReason.init)
        return Entry(
          index: index, key: key, line: line.number, skipped: skipped, cutCount: root["cut_tokens"]?.int)
      }
  }
}
