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
