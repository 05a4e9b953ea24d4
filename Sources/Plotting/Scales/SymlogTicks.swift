import Foundation

/// Ticks of a symlog axis: zero, and powers of ten of both signs beyond the threshold.
package enum SymlogTicks {
  /// About `count` ticks between two values.
  package static func ticks(from lower: Double, to upper: Double, threshold: Double, count: Int) -> [Double] {
    let largest = max(lower.magnitude, upper.magnitude)
    guard largest > threshold else {
      return lower < upper ? WilkinsonTicks.row(from: lower, to: upper, count: max(count, 2)).values : []
    }
    let first = Int(log10(threshold).rounded(.up))
    let last = max(first, Int(log10(largest).rounded(.down)))
    let sides = lower < 0 && upper > 0 ? 2 : 1
    let perSide = max(1, (count - 1) / sides)
    let stride = max(1, (last - first + perSide) / perSide)
    let powers = Swift.stride(from: last, through: first, by: -stride).map { pow(10, Double($0)) }
    let all = powers.map { -$0 } + [0] + powers.reversed()
    return all.filter { $0 >= lower && $0 <= upper }
  }
}
