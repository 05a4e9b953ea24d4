import CCrypto
import Foundation

/// A SHA-256 hash.
package struct ContentHash: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The hash as 64 lower-case hexadecimal digits.
  package let hex: String

  init(bytes: some Collection<UInt8>) {
    hex = String(unsafeUninitializedCapacity: 2 * bytes.count) { digits in
      for (place, byte) in bytes.enumerated() {
        digits[2 * place] = Self.digit(byte >> 4)
        digits[2 * place + 1] = Self.digit(byte & 15)
      }
      return 2 * bytes.count
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// The hash in base64, as content security policies have it.
  package var base64: String {
    let digits = Array(hex.utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).map { place in
      Self.value(digits[place]) << 4 | Self.value(digits[place + 1])
    }
    return Data(bytes).base64EncodedString()
  }

  private static func value(_ digit: UInt8) -> UInt8 {
    digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
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

  /// Orders hashes as numbers.
  package static func < (left: ContentHash, right: ContentHash) -> Bool { left.hex < right.hex }
}

/// Takes bytes piece by piece and gives their SHA-256 hash.
///
/// Pieces given to `update(_:)` are simply joined. Pieces given to `update(field:)` carry their length,
/// so that ("ab", "c") and ("a", "bc") differ.
package struct ContentHasher: ~Copyable {
  private let context: OpaquePointer

  /// Starts a hash.
  package init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("libcrypto has no SHA-256")
    }
    self.context = context
  }

  deinit {
    EVP_MD_CTX_free(context)
  }

  /// Takes `bytes`.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    let done = EVP_DigestUpdate(context, start, bytes.count)
    precondition(done == 1, "libcrypto refused to hash")
  }

  /// Takes the UTF-8 bytes of `text`, preceded by their number.
  package mutating func update(field text: String) {
    var text = text
    text.withUTF8 { bytes in
      update(field: bytes.count)
      update(UnsafeRawBufferPointer(bytes))
    }
  }

  /// Takes `number` as eight bytes, little end first.
  package mutating func update(field number: Int) {
    withUnsafeBytes(of: Int64(number).littleEndian) { update($0) }
  }

  /// Ends the hash.
  package consuming func finish() -> ContentHash {
    var bytes = [UInt8](repeating: 0, count: 32)
    let done = EVP_DigestFinal_ex(context, &bytes, nil)
    precondition(done == 1, "libcrypto refused to finish a hash")
    return ContentHash(bytes: bytes)
  }
}
