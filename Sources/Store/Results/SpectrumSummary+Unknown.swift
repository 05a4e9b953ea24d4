import Gradients

extension SpectrumSummary {
  /// Values that are not known, each NaN.
  package static let unknown = SpectrumSummary(
    nuclearNorm: .nan, largest: .nan, smallest: .nan, frobeniusNorm: .nan, effectiveRank: .nan, mean: .nan)
}
