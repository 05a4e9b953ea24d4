/// A byte-pair encoding: which tokens there are, how a word is cut into the smallest and which are merged.
struct BytePairModel: Sendable {
  /// The smallest parts of a word.
  enum Units: Sendable {
    /// Bytes; the token of each, or -1.
    case bytes([Int32])
    /// Scalars with their tokens, and the pairs of scalars between which a merge may happen.
    case scalars(ScalarMap, joints: PairTable)
  }

  let vocabulary: Vocabulary
  let merges: PairTable
  let units: Units
  let unknownRule: UnknownRule
  /// Whether a word that is a token is that token, whatever the merges would make of it.
  let ignoresMerges: Bool

  /// Appends the symbols of a word before any merge.
  func appendSymbols(of word: UnsafeBufferPointer<UInt8>, to symbols: inout [Symbol]) {
    var builder = SymbolBuilder(rule: unknownRule)
    switch units {
    case .bytes(let tokens):
      for (index, byte) in word.enumerated() {
        let span = UInt32(index)..<UInt32(index + 1)
        builder.add(tokens[Int(byte)], span, to: &symbols) { ByteAlphabet.utf8[Int(byte)] }
      }
    case .scalars(let map, _):
      var index = 0
      while index < word.count {
        let (scalar, length) = UTF8Reader.scalar(word, at: index)
        let span = UInt32(index)..<UInt32(index + length)
        builder.add(map[scalar], span, to: &symbols) { UTF8Reader.bytes(of: scalar) }
        index += length
      }
    }
    builder.finish(&symbols)
  }

  /// The token that a whole word is, if ``ignoresMerges`` and there is one.
  func wholeToken(of word: UnsafeBufferPointer<UInt8>) -> Int32? {
    guard ignoresMerges else { return nil }
    guard case .bytes = units else { return vocabulary.id(of: UnsafeRawBufferPointer(word)) }
    var characters: [UInt8] = []
    characters.reserveCapacity(word.count * 2)
    for byte in word { characters.append(contentsOf: ByteAlphabet.utf8[Int(byte)]) }
    return vocabulary.id(of: characters)
  }

  /// End of the longest part of a word, from a start, in which merges may happen across all scalars.
  ///
  /// Where no merge has ever had the one scalar on its left and the other on its right the word falls into parts
  /// that do not touch each other: merging them one by one gives the same, in less time. Nothing is cut next to a
  /// scalar that is no token, since the rule for those looks at neighbours.
  func endOfPart(of word: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard case .scalars(let map, let joints) = units, !ignoresMerges else { return word.count }
    var (scalar, length) = UTF8Reader.scalar(word, at: start)
    var isKnown = map[scalar] >= 0
    var index = start + length
    while index < word.count {
      let (next, nextLength) = UTF8Reader.scalar(word, at: index)
      let nextIsKnown = map[next] >= 0
      if isKnown, nextIsKnown, joints[PairTable.pair(Int32(scalar), Int32(next))] == nil { break }
      (scalar, length, isKnown) = (next, nextLength, nextIsKnown)
      index += length
    }
    return index
  }
}

/// A token over a part of a word, in bytes from the start of the word.
struct Symbol {
  var id: Int32
  var start: UInt32
  var end: UInt32
}

/// Treatment of a character that is no token.
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

/// Makes the first symbols of a word, applying the rule for what is unknown just as the reference does: an unknown
/// token is held back until the next known character, even past byte tokens.
struct SymbolBuilder {
  private let rule: UnknownRule
  private var pending: Symbol?

  init(rule: UnknownRule) {
    self.rule = rule
  }

  /// Adds one character: its token or, if that is -1, what the rule makes of its `utf8`.
  @inline(__always)
  mutating func add(_ id: Int32, _ span: Range<UInt32>, to symbols: inout [Symbol], utf8: () -> [UInt8]) {
    if id >= 0 {
      if pending != nil { finish(&symbols) }
      symbols.append(Symbol(id: id, start: span.lowerBound, end: span.upperBound))
    } else {
      addUnknown(span, utf8(), to: &symbols)
    }
  }

  private mutating func addUnknown(_ span: Range<UInt32>, _ utf8: [UInt8], to symbols: inout [Symbol]) {
    if let tokens = rule.byteTokens(of: utf8) {
      for (index, token) in tokens.enumerated() {
        let start = min(span.lowerBound + UInt32(index), span.upperBound - 1)
        symbols.append(Symbol(id: token, start: start, end: start + 1))
      }
    } else if let unknown = rule.unknown {
      if rule.fuses, pending != nil {
        pending?.end = span.upperBound
      } else {
        finish(&symbols)
        pending = Symbol(id: unknown, start: span.lowerBound, end: span.upperBound)
      }
    }
  }

  /// Adds the unknown token that is held back, if there is one.
  mutating func finish(_ symbols: inout [Symbol]) {
    if let pending { symbols.append(pending) }
    pending = nil
  }
}
