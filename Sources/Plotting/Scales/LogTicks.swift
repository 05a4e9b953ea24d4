import Foundation

/// Ticks of a logarithmic axis: whole powers of ten where there are enough of them, as many of their multiples
/// as were asked for, or plain round numbers where the axis is shorter than that.
package enum LogTicks {
  /// Major ticks and, between them, unlabelled minor ones.
  package struct Row: Sendable, Equatable {
    package var major: [Double]
    package var minor: [Double]
  }

  /// About `count` ticks between two positive numbers.
  package static func row(from lower: Double, to upper: Double, count: Int) -> Row {
    precondition(lower > 0 && lower < upper && upper.isFinite, "a logarithmic axis without extent")
    let first = Int(log10(lower).rounded(.down))
    let last = Int(log10(upper).rounded(.up))
    let powers = multiples([1], first, last, lower, upper)
    if powers.count >= 3 || powers.count >= 2 && log10(upper / lower) > 1.6 {
      return ofPowers(powers, first, last, lower, upper, count: max(count, 2))
    }
    for factors in [[1, 2, 5], [1, 3], [1]] as [[Double]] {
      let major = multiples(factors, first, last, lower, upper)
      guard major.count >= 2, major.count <= max(count, 2) else { continue }
      let between = multiples([1, 2, 3, 4, 5, 6, 7, 8, 9], first, last, lower, upper)
      return Row(major: major, minor: between.filter { !major.contains($0) })
    }
    let row = WilkinsonTicks.row(from: lower, to: upper, count: max(count, 2))
    return Row(major: row.values.filter { $0 >= lower && $0 <= upper }, minor: [])
  }

  /// Every n-th power where all would be too many, so that the gaps are equal.
  private static func ofPowers(
    _ powers: [Double], _ first: Int, _ last: Int, _ lower: Double, _ upper: Double, count: Int
  ) -> Row {
    let stride = max(1, (powers.count + count - 1) / count)
    guard stride > 1 else {
      return Row(major: powers, minor: multiples([2, 3, 4, 5, 6, 7, 8, 9], first, last, lower, upper))
    }
    // Counting from 10⁰ keeps 1 among the ticks and the exponents multiples of the stride.
    let major = powers.filter { Int(log10($0).rounded()) % stride == 0 }
    guard major.count >= 2 else { return Row(major: powers, minor: []) }
    return Row(major: major, minor: powers.filter { !major.contains($0) })
  }

  private static func multiples(
    _ factors: [Double], _ first: Int, _ last: Int, _ lower: Double, _ upper: Double
  ) -> [Double] {
    let (low, high) = (lower * (1 - 1e-12), upper * (1 + 1e-12))
    var result: [Double] = []
    for exponent in first...max(first, last) {
      let power = pow(10, Double(exponent))
      result += factors.map { $0 * power }.filter { $0 >= low && $0 <= high }
    }
    return result
  }
}
