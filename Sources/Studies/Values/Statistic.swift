import Gradients

/// A number of a gradient that can be drawn as a curve over layers.
///
/// The raw value is its name in exported files, options and pages.
///
/// The gradient of a sample grows with its loss, so a long, hard response and a short, easy one differ for that reason
/// alone. Those divided by the loss take it out (`S_sum_regularized` of arXiv 2410.23743); only statistics that grow
/// with the gradient have such a twin, because it would say nothing of ratios and ranks.
package enum Statistic: String, Sendable, Hashable, CaseIterable, Codable {
  case nuclearNorm = "nuclear-norm"
  case largest = "sigma1"
  case largestRatio = "sigma1-ratio"
  case frobeniusNorm = "frobenius-norm"
  case effectiveRank = "effective-rank"
  case stableRank = "stable-rank"
  case smallest = "s-min"
  case mean
  case nuclearNormPerLoss = "nuclear-norm-per-loss"
  case largestPerLoss = "sigma1-per-loss"
  case frobeniusNormPerLoss = "frobenius-norm-per-loss"
  case smallestPerLoss = "s-min-per-loss"
  case meanPerLoss = "mean-per-loss"

  /// What is divided by the sample's loss; nil for a statistic that is not.
  package var numerator: Statistic? {
    switch self {
    case .nuclearNormPerLoss: .nuclearNorm
    case .largestPerLoss: .largest
    case .frobeniusNormPerLoss: .frobeniusNorm
    case .smallestPerLoss: .smallest
    case .meanPerLoss: .mean
    case .nuclearNorm, .largest, .largestRatio, .frobeniusNorm, .effectiveRank, .stableRank, .smallest, .mean:
      nil
    }
  }

  /// The statistic's value in `summary`, of a sample with that `loss`; as in the published procedure, what is divided
  /// by a loss of exactly 0 is 0.
  package func value(of summary: SpectrumSummary, loss: Double) -> Double {
    switch self {
    case .nuclearNorm: summary.nuclearNorm
    case .largest: summary.largest
    case .largestRatio: summary.largestRatio
    case .frobeniusNorm: summary.frobeniusNorm
    case .effectiveRank: summary.effectiveRank
    case .stableRank: summary.stableRank
    case .smallest: summary.smallest
    case .mean: summary.mean
    case .nuclearNormPerLoss: Self.divided(summary.nuclearNorm, loss)
    case .largestPerLoss: Self.divided(summary.largest, loss)
    case .frobeniusNormPerLoss: Self.divided(summary.frobeniusNorm, loss)
    case .smallestPerLoss: Self.divided(summary.smallest, loss)
    case .meanPerLoss: Self.divided(summary.mean, loss)
    }
  }

  private static func divided(_ value: Double, _ loss: Double) -> Double { loss == 0 ? 0 : value / loss }
}
