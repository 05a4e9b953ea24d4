import CCrypto

/// A SHA-256 hash.
package struct ContentHash: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Its 32 bytes, big end first: a dictionary of hashes needs no memory beside its own.
  private let words: SIMD4<UInt64>

  init(bytes: some Collection<UInt8>) {
    precondition(bytes.count == 32, "SHA-256 has 32 bytes")
    var words = SIMD4<UInt64>()
    for (place, byte) in bytes.enumerated() { words[place / 8] = words[place / 8] << 8 | UInt64(byte) }
    self.words = words
  }

  /// Reads a hash back from its 64 hexadecimal digits.
  package init?(hex: String?) {
    guard let hex, hex.utf8.count == 64 else { return nil }
    var words = SIMD4<UInt64>()
    for (place, digit) in hex.utf8.enumerated() {
      guard let value = Self.value(of: digit) else { return nil }
      words[place / 16] = words[place / 16] << 4 | value
    }
    self.words = words
  }

  private static func value(of digit: UInt8) -> UInt64? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(digit - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(digit - UInt8(ascii: "a")) + 10
    default: nil
    }
  }

  /// The hash as 64 lower-case hexadecimal digits.
  package var hex: String {
    String(unsafeUninitializedCapacity: 64) { digits in
      for place in 0..<64 {
        let value = UInt8(words[place / 16] >> UInt64(60 - 4 * (place % 16)) & 15)
        digits[place] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
      }
      return 64
    }
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
  package static func < (left: ContentHash, right: ContentHash) -> Bool {
    for place in 0..<4 where left.words[place] != right.words[place] {
      return left.words[place] < right.words[place]
    }
    return false
  }
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
