/// Tokens that name a byte, such as `<0x0A>`.
enum ByteToken {
  /// The token of a byte.
  static func name(of byte: UInt8) -> [UInt8] {
    let digits = String(byte, radix: 16, uppercase: true)
    return Array("<0x\(byte < 16 ? "0" : "")\(digits)>".utf8)
  }

  /// The byte that a token names, or nil.
  static func byte(of token: [UInt8]) -> UInt8? {
    guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else { return nil }
    let digits = String(decoding: token[3..<5], as: UTF8.self)
    return digits.utf8.allSatisfy { $0 != UInt8(ascii: "+") } ? UInt8(digits, radix: 16) : nil
  }
}
