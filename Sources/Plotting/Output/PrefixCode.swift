/// A canonical prefix code (Huffman 1952) with a limit on its lengths, as DEFLATE has them (RFC 1951, 3.2.2).
struct PrefixCode {
  /// Bits of each symbol; 0 for one that does not occur.
  let lengths: [UInt8]
  /// The code of each symbol, first bit lowest.
  let codes: [UInt16]

  /// The code for symbols that occur so often, none longer than `limit` bits; two at least have a code, as readers want
  /// it.
  init(counts: [Int], limit: Int) {
    var counts = counts
    let missing = 2 - counts.count { $0 > 0 }
    for place in counts.indices.filter({ counts[$0] == 0 }).prefix(max(missing, 0)) { counts[place] = 1 }
    let lengths = Self.lengths(of: counts, limit: limit)
    self.lengths = lengths
    var next = [UInt16](repeating: 0, count: limit + 2)
    for length in 1...limit {
      let shorter = length == 1 ? 0 : lengths.count { $0 == length - 1 }
      next[length] = (next[length - 1] + UInt16(shorter)) << 1
    }
    codes = lengths.map { length in
      guard length > 0 else { return 0 }
      defer { next[Int(length)] += 1 }
      return Self.reversed(next[Int(length)], bits: Int(length))
    }
  }

  private static func reversed(_ code: UInt16, bits: Int) -> UInt16 {
    (0..<bits).reduce(0) { $0 | (code >> $1 & 1) << (bits - 1 - $1) }
  }

  private static func lengths(of counts: [Int], limit: Int) -> [UInt8] {
    let symbols = counts.indices.filter { counts[$0] > 0 }.sorted { (counts[$0], $0) < (counts[$1], $1) }
    var numbers = histogram(depths(symbols.map { counts[$0] }), limit: limit)
    shorten(&numbers, limit: limit)
    // The rarest symbols have the longest codes.
    var lengths = [UInt8](repeating: 0, count: counts.count)
    var place = 0
    for length in stride(from: limit, through: 1, by: -1) {
      for symbol in symbols[place..<place + numbers[length]] { lengths[symbol] = UInt8(length) }
      place += numbers[length]
    }
    return lengths
  }

  /// The depth of each leaf in the tree for `counts`, which ascend.
  private static func depths(_ counts: [Int]) -> [Int] {
    var weights = counts
    var parents = [Int](repeating: 0, count: 2 * counts.count - 1)
    var (leaf, inner) = (0, counts.count)
    func take() -> Int {
      // Leaves ascend, and so do inner nodes as they are made.
      if leaf < counts.count, inner >= weights.count || weights[leaf] <= weights[inner] {
        leaf += 1
        return leaf - 1
      }
      inner += 1
      return inner - 1
    }
    while weights.count < parents.count {
      let (first, second) = (take(), take())
      (parents[first], parents[second]) = (weights.count, weights.count)
      weights.append(weights[first] + weights[second])
    }
    var depths = [Int](repeating: 0, count: parents.count)
    for node in parents.indices.dropLast().reversed() { depths[node] = depths[parents[node]] + 1 }
    return Array(depths.prefix(counts.count))
  }

  /// How many leaves have each depth, those beyond `limit` counted there.
  private static func histogram(_ depths: [Int], limit: Int) -> [Int] {
    var numbers = [Int](repeating: 0, count: limit + 1)
    for depth in depths { numbers[min(depth, limit)] += 1 }
    return numbers
  }

  /// Makes codes longer until all find room where some were cut to `limit`.
  private static func shorten(_ numbers: inout [Int], limit: Int) {
    var taken = (1...limit).reduce(0) { $0 + numbers[$1] << (limit - $1) }
    while taken > 1 << limit {
      numbers[limit] -= 1
      guard let length = (1..<limit).last(where: { numbers[$0] > 0 }) else { return }
      numbers[length] -= 1
      numbers[length + 1] += 2
      taken -= 1
    }
  }
}
