import Numerics

/// The standard normal distribution, which corrected bootstrap intervals are written in.
package enum NormalDistribution {
  /// Φ, the probability that a standard normal variable is at most `z`.
  package static func distribution(_ z: Double) -> Double { 0.5 * .erfc(-z / 2.0.squareRoot()) }

  /// φ, the density at `z`.
  package static func density(_ z: Double) -> Double { .exp(-z * z / 2) / (2 * Double.pi).squareRoot() }

  /// Φ⁻¹, infinite at 0 and 1. `probability` must lie between them.
  ///
  /// By bisection, so that it is monotone and needs no table; right to about 1e-15 of a unit.
  package static func quantile(_ probability: Double) -> Double {
    precondition((0...1).contains(probability), "a probability lies between 0 and 1")
    if probability == 0 { return -.infinity }
    if probability == 1 { return .infinity }
    // Beyond 38 the tail is smaller than any number.
    var (low, high) = (-38.5, 38.5)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if distribution(middle) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
