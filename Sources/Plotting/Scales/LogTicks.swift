import Foundation

/// Ticks of a logarithmic axis: whole powers of ten where they suffice, their multiples or plain round numbers where the
/// axis is shorter, so that the outer labels are near the ends.
package enum LogTicks {
  /// Major ticks and, between them, unlabelled minor ones.
  package struct Row: Sendable, Equatable {
    package var major: [Double]
    package var minor: [Double]
  }

  /// Digits of labelled multiples of powers of ten, and how much each kind counts against a row: the first are read
  /// fastest.
  private static let kinds: [(digits: [Double], cost: Double)] = [
    ([1], 0), ([1, 2, 5], 0.01), ([1, 3], 0.02), ([1, 2, 3, 5], 0.05), ([1, 1.5, 2, 3, 5, 7], 0.07),
  ]
  private static let linearCost = 0.05

  /// About `count` ticks between two positive numbers, two at least; at whole numbers if asked and if the axis has two.
  package static func row(from lower: Double, to upper: Double, count: Int, whole: Bool = false) -> Row {
    precondition(lower > 0 && lower < upper && upper.isFinite, "a logarithmic axis without extent")
    let holdsWhole = upper * (1 + 1e-12) >= max((lower * (1 - 1e-12)).rounded(.up), 1) + 1
    let axis = Extent(lower: lower, upper: upper, isWhole: whole && holdsWhole)
    let count = max(count, 2)
    let powers = axis.multiples([1])
    if powers.count > count || powers.count >= 2 && axis.decades > 3 {
      return ofPowers(powers, axis, count: count)
    }
    let multiples = kinds.map { (row: axis.multiples($0.digits), cost: $0.cost) }
    let linear =
      axis.decades < 1 ? (2...count + 3).map { (row: axis.plain(count: $0), cost: linearCost) } : []
    let best = (multiples + linear).filter { (2...count).contains($0.row.count) }
      .min { $0.cost + axis.cost(of: $0.row, count) < $1.cost + axis.cost(of: $1.row, count) }
    guard let best else { return Row(major: axis.fewest(count: count), minor: []) }
    // Ninths of a decade would stand between plain numbers as if they belonged to them.
    let isOfPowers = multiples.contains { $0.row == best.row }
    let between = isOfPowers ? axis.multiples([1, 2, 3, 4, 5, 6, 7, 8, 9]) : []
    return Row(major: best.row, minor: between.filter { !best.row.contains($0) })
  }

  /// Every n-th power where all would be too many, so that the gaps are equal.
  private static func ofPowers(_ powers: [Double], _ axis: Extent, count: Int) -> Row {
    let stride = max(1, (powers.count + count - 1) / count)
    guard stride > 1 else { return Row(major: powers, minor: axis.multiples([2, 3, 4, 5, 6, 7, 8, 9])) }
    // Counting from 10⁰ keeps 1 among the ticks and the exponents multiples of the stride.
    let major = powers.filter { Int(log10($0).rounded()) % stride == 0 }
    guard major.count >= 2 else { return Row(major: powers, minor: []) }
    return Row(major: major, minor: powers.filter { !major.contains($0) })
  }

  /// The ends of an axis.
  private struct Extent {
    let lower: Double
    let upper: Double
    let decades: Double
    /// Whether its ticks stand at whole numbers only.
    let isWhole: Bool

    init(lower: Double, upper: Double, isWhole: Bool) {
      self.lower = lower
      self.upper = upper
      self.isWhole = isWhole
      decades = log10(upper) - log10(lower)
    }

    /// Returns these digits times the powers of ten, as far as they lie on the axis.
    func multiples(_ digits: [Double]) -> [Double] {
      let (low, high) = (lower * (1 - 1e-12), upper * (1 + 1e-12))
      let first = Int(log10(lower).rounded(.down))
      let last = max(first, Int(log10(upper).rounded(.up)))
      return (first...last).flatMap { exponent in
        digits.map { Self.value($0, exponent) }.filter {
          $0 >= low && $0 <= high && (!isWhole || $0 == $0.rounded())
        }
      }
    }

    /// Divides by a power of ten where that is exact, so that 0.3 is 0.3.
    private static func value(_ digits: Double, _ exponent: Int) -> Double {
      exponent < 0 ? digits / pow(10, Double(-exponent)) : digits * pow(10, Double(exponent))
    }

    /// Evenly spaced round numbers on the axis.
    func plain(count: Int) -> [Double] {
      WilkinsonTicks.row(from: lower, to: upper, count: count, whole: isWhole).extended(over: lower, upper)
        .filter { $0 > 0 && (!isWhole || $0 == $0.rounded()) }
    }

    /// About `count` of them, or as many more as it takes to have two.
    func fewest(count: Int) -> [Double] {
      let rows = (count...count + 8).lazy.map { plain(count: $0) }
      return rows.first { $0.count > 1 } ?? plain(count: count)
    }

    /// Rates how much of the axis lies beyond the outer ticks, and how far their number is from `count`.
    func cost(of row: [Double], _ count: Int) -> Double {
      let low = log10(row[0] / lower) / decades
      let high = log10(upper / row[row.count - 1]) / decades
      return low * low + high * high + 0.1 * Double(count - row.count) / Double(count)
    }
  }
}

/// Ticks of a symlog axis: zero, and powers of ten of both signs beyond the threshold.
package enum SymlogTicks {
  /// About `count` ticks between two values, and minor ones between them.
  package static func row(from lower: Double, to upper: Double, threshold: Double, count: Int) -> LogTicks.Row
  {
    let largest = max(lower.magnitude, upper.magnitude)
    guard largest > threshold else {
      let row = lower < upper ? WilkinsonTicks.row(from: lower, to: upper, count: max(count, 2)).values : []
      return LogTicks.Row(major: row, minor: [])
    }
    let first = Int(log10(threshold).rounded(.up))
    let last = max(first, Int(log10(largest * (1 + 1e-12)).rounded(.down)))
    let sides = lower < 0 && upper > 0 ? 2 : 1
    let perSide = max(1, count / sides)
    let stride = max(1, (last - first + perSide) / perSide)
    let powers = Swift.stride(from: last, through: first, by: -stride).map { pow(10, Double($0)) }
    let every = (first...last).map { pow(10, Double($0)) }
    let multiples = every.flatMap { power in stride == 1 ? (2...9).map { Double($0) * power } : [] }
    let between = stride == 1 ? multiples : every.filter { !powers.contains($0) }
    func bothSigns(_ values: [Double]) -> [Double] {
      let all: [Double] = values.map { -$0 } + values
      return all.sorted().filter { $0 >= lower && $0 <= upper }
    }
    let zero: [Double] = lower <= 0 && upper >= 0 ? [0] : []
    return LogTicks.Row(major: (bothSigns(powers) + zero).sorted(), minor: bothSigns(between))
  }
}
