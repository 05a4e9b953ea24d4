import Foundation

extension SpectrumSummary {
  /// The summary of a spectrum.
  ///
  /// - Parameters:
  ///   - singularValues: all that are not exactly 0 at least, largest first. One that is not finite makes every
  ///     number that it takes part in not finite.
  ///   - smallest: σ of index min(m, n), which the values alone do not tell.
  ///   - mean: mean of the gradient's elements.
  public init(singularValues: [Double], smallest: Double, mean: Double) {
    let nuclear = singularValues.reduce(0, +)
    self.init(
      nuclearNorm: nuclear, largest: singularValues.first ?? 0, smallest: smallest,
      frobeniusNorm: singularValues.reduce(0) { $0 + $1 * $1 }.squareRoot(),
      effectiveRank: Self.effectiveRank(singularValues, sum: nuclear), mean: mean)
  }

  /// exp(−Σ p ln p) with p = σ/Σσ (Roy and Vetterli 2007); terms of σ = 0 are 0.
  private static func effectiveRank(_ values: [Double], sum: Double) -> Double {
    guard sum.isFinite else { return .nan }
    guard sum > 0 else { return 0 }
    let entropy = values.reduce(0) { entropy, value in
      let share = value / sum
      return share > 0 ? entropy - share * log(share) : entropy
    }
    return exp(entropy)
  }
}
