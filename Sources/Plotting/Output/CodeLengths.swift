/// The head of a block: the lengths of its codes, themselves packed (RFC 1951, 3.2.7).
struct CodeLengths {
  private let literalCount: Int
  private let distanceCount: Int
  /// Lengths, and 17 and 18 for runs of zeros, with the further bits of these.
  private let symbols: [(symbol: Int, extra: Int)]

  /// The order in which the lengths of the lengths stand.
  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  init(_ code: PrefixCode, _ distances: PrefixCode) {
    literalCount = max((code.lengths.lastIndex { $0 > 0 } ?? 0) + 1, 257)
    distanceCount = (distances.lengths.lastIndex { $0 > 0 } ?? 0) + 1
    let all = (code.lengths.prefix(literalCount) + distances.lengths.prefix(distanceCount)).map { Int($0) }
    var symbols: [(symbol: Int, extra: Int)] = []
    var place = 0
    while place < all.count {
      let zeros = min(all[place...].prefix { $0 == 0 }.count, 138)
      if zeros >= 3 {
        symbols.append(zeros >= 11 ? (18, zeros - 11) : (17, zeros - 3))
        place += zeros
      } else {
        symbols.append((all[place], 0))
        place += 1
      }
    }
    self.symbols = symbols
  }

  func write(to bits: inout BitWriter) {
    var counts = [Int](repeating: 0, count: 19)
    for symbol in symbols { counts[symbol.symbol] += 1 }
    let code = PrefixCode(counts: counts, limit: 7)
    let shown = max((Self.order.lastIndex { code.lengths[$0] > 0 } ?? 0) + 1, 4)
    bits.write(UInt64(literalCount - 257), 5)
    bits.write(UInt64(distanceCount - 1), 5)
    bits.write(UInt64(shown - 4), 4)
    for symbol in Self.order.prefix(shown) { bits.write(UInt64(code.lengths[symbol]), 3) }
    for (symbol, extra) in symbols {
      bits.write(UInt64(code.codes[symbol]), Int(code.lengths[symbol]))
      bits.write(UInt64(extra), symbol == 18 ? 7 : symbol == 17 ? 3 : 0)
    }
  }
}
