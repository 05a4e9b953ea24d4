/// A SHA-256 hash.
package struct ContentHash: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The hash as 64 lower-case hexadecimal digits.
  package let hex: String

  init(bytes: some Sequence<UInt8>) {
    let digits = Array("0123456789abcdef".utf8)
    hex = String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Reads a hash back from its 64 hexadecimal digits.
  package init?(hex: String?) {
    guard let hex, hex.utf8.count == 64, hex.utf8.allSatisfy(Self.isDigit) else { return nil }
    self.hex = hex
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  /// Hashes `bytes`.
  package init(of bytes: some Sequence<UInt8>) {
    var hasher = ContentHasher()
    if bytes.withContiguousStorageIfAvailable({ hasher.update(UnsafeRawBufferPointer($0)) }) == nil {
      Array(bytes).withUnsafeBytes { hasher.update($0) }
    }
    self = hasher.finish()
  }

  /// The first 12 digits: enough for people and messages.
  package var short: String { String(hex.prefix(12)) }

  /// The hash as 64 lower-case hexadecimal digits.
  package var description: String { hex }

  /// Ordered as numbers.
  package static func < (left: ContentHash, right: ContentHash) -> Bool { left.hex < right.hex }
}
