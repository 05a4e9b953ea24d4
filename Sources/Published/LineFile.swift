import Foundation
import JSON
import Support

/// A file of lines that is read block by block: no more of it is in memory than its longest line and a block.
struct LineFile: ~Copyable {
  private let file: URL
  private let descriptor: Int32
  /// Bytes of a line that the last block ended in.
  private var rest: [UInt8] = []
  private var isAtEnd = false

  /// Bytes of a block; one with a longer line is longer.
  private static let blockSize = 1 << 18
  /// Bytes of a line that is read: a sample of the largest models, with all singular values, has a third of it.
  static let longestLine = 1 << 28

  /// - Throws: `FileError.unreadable`.
  init(_ file: URL) throws {
    self.file = file
    descriptor = try InputFile.descriptor(of: file)
  }

  deinit { close(descriptor) }

  /// Identifies a file by its content.
  ///
  /// - Throws: `FileError.unreadable`.
  static func hash(of file: URL) throws -> ContentHash {
    let descriptor = try InputFile.descriptor(of: file)
    defer { close(descriptor) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: blockSize, alignment: 64)
    defer { buffer.deallocate() }
    var hasher = ContentHasher()
    while true {
      let count = try InputFile.read(descriptor, of: file, into: buffer)
      if count == 0 { break }
      hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    return hasher.finish()
  }

  /// The next whole lines, nil after the last.
  ///
  /// - Throws: `FileError.unreadable`.
  mutating func next() throws -> LineBlock? {
    guard !isAtEnd else { return nil }
    var block = LineBlock(capacity: max(Self.blockSize, 2 * rest.count))
    block.append(rest)
    rest = []
    var end: Int?
    while end == nil {
      if block.isFull { block = try grown(block) }
      let start = block.count
      let count = try InputFile.read(descriptor, of: file, into: block.free)
      block.count += count
      isAtEnd = count == 0
      if isAtEnd { break }
      end = block.bytes[start...].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
    }
    rest = Array(block.bytes[(end ?? block.count)...])
    block.count = end ?? block.count
    return block.count == 0 && !block.isTooLong ? nil : block
  }

  /// A block with the same bytes and more room; without the bytes of a line that is too long to be read.
  private func grown(_ block: LineBlock) throws -> LineBlock {
    let wider = LineBlock(capacity: min(2 * block.capacity, Self.longestLine))
    if block.capacity >= Self.longestLine {
      wider.isTooLong = true
    } else {
      wider.isTooLong = block.isTooLong
      wider.append(Array(block.bytes))
    }
    return wider
  }
}

/// Whole lines of a file, with what must be readable behind each.
final class LineBlock: @unchecked Sendable {
  // Sendable because it is filled before it is handed on, and only read then.
  let capacity: Int
  var count = 0
  /// Whether the beginning of the first line was left out, since it was too long.
  var isTooLong = false
  private let buffer: UnsafeMutableRawBufferPointer

  init(capacity: Int) {
    self.capacity = capacity
    buffer = .allocate(byteCount: capacity + JSONSkeleton.padding, alignment: 64)
    buffer[capacity...].initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { buffer.deallocate() }

  var isFull: Bool { count == capacity }
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<count]) }
  /// The bytes behind those that were read.
  var free: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(rebasing: buffer[count..<capacity])
  }

  func append(_ bytes: [UInt8]) {
    buffer[count...].copyBytes(from: bytes)
    count += bytes.count
  }

  /// Calls `body` with every line that is not blank, its number in the block, from 0, and whether a line feed ends it.
  ///
  /// - Returns: the number of all lines.
  func forEachLine(
    _ body: (_ line: UnsafeRawBufferPointer, _ number: Int, _ isWhole: Bool) throws -> Void
  ) rethrows -> Int {
    var start = 0
    var number = 0
    while start < count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
      let length = Self.lineLength(rest)
      let line = UnsafeRawBufferPointer(rebasing: rest.prefix(length ?? rest.count))
      if !line.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) {
        try body(line, number, length != nil)
      }
      number += 1
      start += line.count + 1
    }
    return number
  }

  private static func lineLength(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard let start = bytes.baseAddress, let end = memchr(start, 0x0A, bytes.count) else { return nil }
    return UnsafeRawPointer(end) - start
  }
}
