import CSimdjson

/// The UTF-8 bytes of a string in a ``JSONDocument``; equal only to the same bytes.
package struct JSONBytes: RandomAccessCollection, Sendable, Hashable {
  private let document: JSONDocument
  private let address: UInt
  /// How many bytes there are.
  package let count: Int

  init(document: JSONDocument, node: CSimdjsonNode) {
    self.document = document
    address = UInt(node.payload)
    count = Int(node.count)
  }

  /// Always 0.
  package var startIndex: Int { 0 }
  /// The same as ``count``.
  package var endIndex: Int { count }

  /// The byte at a position from 0 to `count - 1`.
  package subscript(position: Int) -> UInt8 {
    precondition(position >= 0 && position < count, "position outside of the string")
    return buffer[position]
  }

  /// The bytes as text. They are well-formed, so nothing is replaced.
  package var string: String { withExtendedLifetime(document) { String(decoding: buffer, as: UTF8.self) } }

  /// Gives the bytes where they lie; the buffer must not leave the closure.
  package func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(document) { try body(UnsafeRawBufferPointer(buffer)) }
  }

  /// Gives the bytes where they lie; the buffer must not leave the closure.
  package func withContiguousStorageIfAvailable<R>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> R
  ) rethrows -> R? {
    try withExtendedLifetime(document) { try body(buffer) }
  }

  /// Whether both have the same bytes.
  package static func == (left: Self, right: Self) -> Bool {
    left.count == right.count && left.buffer.elementsEqual(right.buffer)
  }

  /// Whether these are the bytes of `text`, without regard to canonical equivalence.
  package static func == (left: Self, right: String) -> Bool {
    left.count == right.utf8.count && left.buffer.elementsEqual(right.utf8)
  }

  /// Hashes the bytes.
  package func hash(into hasher: inout Hasher) {
    withUnsafeBytes { hasher.combine(bytes: $0) }
  }

  private var buffer: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: UnsafePointer(bitPattern: address), count: count)
  }
}
