/// Finds added tokens in a text: at each place the longest, from left to right.
struct AddedTokenFinder: Sendable {
  /// A stretch of text, which is an added token or lies between them.
  struct Stretch: Equatable {
    let range: Range<Int>
    /// The token, or nil for text that the model encodes.
    let token: Int32?
  }

  private let tokens: [AddedToken]
  private let trie: ByteTrie

  /// Searches for the patterns of tokens; of two with the same pattern the first is meant.
  init(_ tokens: [AddedToken]) {
    self.tokens = tokens
    trie = ByteTrie(tokens.map(\.pattern))
  }

  /// Whether there is nothing to find.
  var isEmpty: Bool { tokens.isEmpty }

  /// The stretches of a text that is not empty.
  ///
  /// As in the reference, the search goes on after the bytes of a token, not after the white space that it takes
  /// with it: where that holds another added token, both are given, unless nothing is left for the second.
  func stretches(of bytes: UnsafeBufferPointer<UInt8>) -> [Stretch] {
    var found: [Stretch] = []
    var done = 0
    var index = 0
    // The white space after the last token that took it; looked at once, however many tokens stand in it.
    var space = 0..<0
    while let match = trie.nextMatch(in: bytes, from: index) {
      index = match.range.upperBound
      let token = tokens[match.word]
      guard !token.isSingleWord || standsAlone(match.range, in: bytes) else { continue }
      var (start, end) = (match.range.lowerBound, match.range.upperBound)
      if token.stripsLeft { start = max(done, WhiteSpace.start(in: bytes, before: start, notBefore: done)) }
      if token.stripsRight {
        if !space.contains(end) { space = end..<WhiteSpace.end(in: bytes, from: end) }
        end = space.upperBound
      }
      if done < start { found.append(Stretch(range: done..<start, token: nil)) }
      if start < end { found.append(Stretch(range: start..<end, token: token.id)) }
      done = end
    }
    if done < bytes.count { found.append(Stretch(range: done..<bytes.count, token: nil)) }
    return found
  }

  private func standsAlone(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let before = range.lowerBound
    if before > 0, isWordScalar(in: bytes, at: UTF8Reader.start(of: bytes, before: before)) { return false }
    return range.upperBound == bytes.count || !isWordScalar(in: bytes, at: range.upperBound)
  }

  /// Whether a scalar matches `\w` of Unicode Technical Standard 18.
  private func isWordScalar(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    guard let scalar = Unicode.Scalar(UTF8Reader.scalar(bytes, at: index).value) else { return false }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
    default: return properties.isAlphabetic || properties.isJoinControl
    }
  }
}
