/// The numbers kept of one gradient's spectrum σ₁ ≥ σ₂ ≥ … (design, section 3).
///
/// All values are finite and non-negative, `mean` apart, which may have either sign. A gradient of
/// exactly zero has every value zero.
public struct SpectrumSummary: Sendable, Equatable, Codable {
  /// Σσ, the sum of the singular values; `S_sum` in the published files.
  public var nuclearNorm: Double
  /// σ₁; `S_max` in the published files.
  public var largest: Double
  /// σ of index min(m, n): exactly 0 when the sample has fewer tokens than that, where a dense
  /// decomposition reports rounding noise; `S_min` in the published files.
  public var smallest: Double
  /// √Σσ²; `frobenius_norm` in the published files.
  public var frobeniusNorm: Double
  /// exp(−Σ p ln p) with p = σ/Σσ (Roy and Vetterli 2007); 0 for a gradient of zero.
  public var effectiveRank: Double
  /// Mean of all m × n elements of the gradient; `M_mean` in the published files.
  public var mean: Double

  /// Makes a summary from values that are already known, as a store or a published file has them.
  public init(
    nuclearNorm: Double, largest: Double, smallest: Double, frobeniusNorm: Double,
    effectiveRank: Double, mean: Double
  ) {
    self.nuclearNorm = nuclearNorm
    self.largest = largest
    self.smallest = smallest
    self.frobeniusNorm = frobeniusNorm
    self.effectiveRank = effectiveRank
    self.mean = mean
  }

  /// σ₁ / Σσ, the share of the largest singular value; 0 for a gradient of zero.
  public var largestRatio: Double { nuclearNorm == 0 ? 0 : largest / nuclearNorm }

  /// Σσ² / σ₁²; 0 for a gradient of zero.
  public var stableRank: Double {
    largest == 0 ? 0 : (frobeniusNorm / largest) * (frobeniusNorm / largest)
  }
}
