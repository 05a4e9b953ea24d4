import Tokenizers

/// The texts of single tokens, for people.
struct TokenTexts: Sendable {
  private let tokenizer: Tokenizer

  init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// What each of `ids` adds to the text.
  ///
  /// Decoders drop the space of a first word, so a token is decoded behind the one before it. A token that is a part
  /// of a character is U+FFFD.
  func texts(of ids: [Int32]) -> [String] {
    ids.indices.map { index in
      let alone = tokenizer.decode([ids[index]])
      guard index > 0 else { return alone }
      let before = Array(tokenizer.decode([ids[index - 1]]).utf8)
      let both = Array(tokenizer.decode([ids[index - 1], ids[index]]).utf8)
      return both.starts(with: before) ? String(decoding: both[before.count...], as: UTF8.self) : alone
    }
  }
}
