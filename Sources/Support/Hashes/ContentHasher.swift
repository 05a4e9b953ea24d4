import CCrypto

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
