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

  private func isWordScalar(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    WordCharacter.contains(UTF8Reader.scalar(bytes, at: index).value)
  }
}

/// A trie of words, to find the longest one that starts at a byte of a text.
struct ByteTrie: Sendable {
  private struct Node: Sendable {
    let byte: UInt8
    /// The word that ends here, or -1.
    var word: Int32 = -1
    /// First of the nodes below, and the next node beside this one, or -1.
    var child: Int32 = -1
    var sibling: Int32 = -1
  }

  private var nodes = [Node(byte: 0)]
  /// Whether a word starts with each byte.
  private var starts = [Bool](repeating: false, count: 256)

  /// Takes words; an empty one is never found, of equal ones the first.
  init(_ words: [[UInt8]]) {
    for (number, word) in words.enumerated() where !word.isEmpty {
      starts[Int(word[0])] = true
      var node = 0
      for byte in word { node = child(of: node, byte) ?? addChild(of: node, byte) }
      if nodes[node].word < 0 { nodes[node].word = Int32(number) }
    }
  }

  /// The leftmost place, from an index on, where a word starts, and the longest word there.
  func nextMatch(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (range: Range<Int>, word: Int)? {
    guard nodes.count > 1 else { return nil }
    for index in start..<bytes.count where starts[Int(bytes[index])] {
      if let (end, word) = longestWord(in: bytes, at: index) { return (index..<end, word) }
    }
    return nil
  }

  private func longestWord(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (end: Int, word: Int)? {
    var found: (end: Int, word: Int)?
    var node = 0
    var index = start
    while index < bytes.count, let next = child(of: node, bytes[index]) {
      node = next
      index += 1
      if nodes[node].word >= 0 { found = (index, Int(nodes[node].word)) }
    }
    return found
  }

  private func child(of node: Int, _ byte: UInt8) -> Int? {
    var child = Int(nodes[node].child)
    while child >= 0, nodes[child].byte != byte { child = Int(nodes[child].sibling) }
    return child < 0 ? nil : child
  }

  private mutating func addChild(of node: Int, _ byte: UInt8) -> Int {
    nodes.append(Node(byte: byte, sibling: nodes[node].child))
    nodes[node].child = Int32(nodes.count - 1)
    return nodes.count - 1
  }
}
