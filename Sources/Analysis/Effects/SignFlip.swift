import Support

/// The paired sign-flip permutation test of a mean (Fisher 1935): were the values symmetric about zero, any of them could
/// as well have the other sign.
///
/// The values are the pulls of instructions on an effect, less the effect that is tested. For a mean of paired differences
/// the test is the classical one and exact; for ratios, MAD and AUC it is that of their linear part (Canay, Romano and
/// Shaikh 2017), right for many samples. `SignFlipTests` measures both.
package enum SignFlip {
  /// Sign patterns that are drawn where there are too many to try all: of a thousand tests that Holm corrects together one
  /// may have a p below 0.05 / 1000.
  package static let draws = 99_999
  /// Patterns as large as the one observed after which no more are drawn (Besag and Clifford 1991): p is then known well
  /// enough, and far from small.
  package static let enough = 500
  /// Values of which every sign pattern is tried, 65 536 at most.
  package static let mostTried = 16

  /// The two-sided p of `values` having the mean 0; nil for fewer than two, or where one is not finite.
  ///
  /// Where patterns are drawn, p is `(1 + hits) / (1 + draws)` (Phipson and Smyth 2010), never 0, or `hits / draws` where
  /// drawing ended early.
  package static func p(_ values: [Double], seed: UInt64 = 241_023_743) -> Double? {
    guard values.count > 1, values.allSatisfy(\.isFinite) else { return nil }
    let table = SignedSums(values)
    // Sums of the same numbers in another order differ in their last digits.
    let least = abs(table.sum(of: [UInt64](repeating: 0, count: table.words))) - 1e-12 * table.size
    if values.count <= mostTried {
      let patterns = 1 << values.count
      let hits = (0..<patterns).count { abs(table.sum(of: [UInt64($0)])) >= least }
      return Double(hits) / Double(patterns)
    }
    var generator = SplitMix64(seed: seed)
    var words = [UInt64](repeating: 0, count: table.words)
    var hits = 0
    for draw in 1...draws {
      for place in words.indices { words[place] = generator.next() }
      if abs(table.sum(of: words)) >= least { hits += 1 }
      if hits == enough { return Double(hits) / Double(draw) }
    }
    return Double(1 + hits) / Double(1 + draws)
  }
}

/// Sums of numbers with signs that the bits of words say, by tables of eight numbers: a lookup adds eight at once.
private struct SignedSums {
  /// Words of 64 signs.
  let words: Int
  /// The sum of the numbers' sizes.
  let size: Double
  private let sums: [Double]
  private let groups: Int

  init(_ values: [Double]) {
    words = (values.count + 63) / 64
    groups = (values.count + 7) / 8
    size = values.reduce(0) { $0 + abs($1) }
    sums = (0..<(values.count + 7) / 8).flatMap { group in
      let some = values[8 * group..<min(8 * group + 8, values.count)]
      return (0..<256).map { pattern in
        some.enumerated().reduce(0) { sum, item in
          sum + (pattern >> item.offset & 1 == 1 ? -item.element : item.element)
        }
      }
    }
  }

  /// The sum, numbers whose bit is set with the other sign.
  func sum(of signs: [UInt64]) -> Double {
    sums.withUnsafeBufferPointer { sums in
      var sum = 0.0
      for group in 0..<groups {
        let pattern = Int(truncatingIfNeeded: signs[group >> 3] >> UInt64(8 * (group & 7))) & 255
        sum += sums[group << 8 + pattern]
      }
      return sum
    }
  }
}

/// Holm's correction for many tests (1979): the chance of even one false finding among them stays below the level.
package enum Holm {
  /// The corrected p of each of `values`, in their order.
  package static func adjusted(_ values: [Double]) -> [Double] {
    var adjusted = values
    var largest = 0.0
    for (rank, place) in values.indices.sorted(by: { (values[$0], $0) < (values[$1], $1) }).enumerated() {
      largest = max(largest, min(1, values[place] * Double(values.count - rank)))
      adjusted[place] = largest
    }
    return adjusted
  }
}
