import Gradients

/// A number of a gradient's spectrum that can be drawn as a curve over layers.
///
/// The raw value is its name in exported files, options and pages.
public enum Statistic: String, Sendable, Hashable, CaseIterable, Codable {
  case nuclearNorm = "nuclear-norm"
  case largest = "sigma1"
  case largestRatio = "sigma1-ratio"
  case frobeniusNorm = "frobenius-norm"
  case effectiveRank = "effective-rank"
  case stableRank = "stable-rank"
  case smallest = "s-min"
  case mean

  /// The statistic's value in `summary`.
  public func value(of summary: SpectrumSummary) -> Double {
    switch self {
    case .nuclearNorm: summary.nuclearNorm
    case .largest: summary.largest
    case .largestRatio: summary.largestRatio
    case .frobeniusNorm: summary.frobeniusNorm
    case .effectiveRank: summary.effectiveRank
    case .stableRank: summary.stableRank
    case .smallest: summary.smallest
    case .mean: summary.mean
    }
  }
}
