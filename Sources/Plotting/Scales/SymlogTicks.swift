import Foundation

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
