/// Words of bytes, to be found in a text.
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
  /// For each byte whether a word starts with it.
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
