/// What becomes of a character that is no token.
struct UnknownRule: Sendable {
  /// The token for each byte (`<0x00>` to `<0xFF>`), -1 where there is none; nil without byte fallback.
  let byteTokens: [Int32]?
  /// The token that stands for what is unknown; without it such a character is dropped.
  let unknown: Int32?
  /// Whether one token stands for several unknown characters in a row.
  let fuses: Bool

  /// The byte tokens of a character, or nil if one of them is missing.
  func byteTokens(of character: some Sequence<UInt8>) -> [Int32]? {
    guard let byteTokens else { return nil }
    let tokens = character.map { byteTokens[Int($0)] }
    return tokens.contains(-1) ? nil : tokens
  }
}
