import Foundation

/// What is known of the gradient of one projection in one layer for one sample.
public struct ProjectionGradient: Sendable, Equatable {
  /// Index of the decoder layer, from 0 at the embedding.
  public let layer: Int
  /// Which weight matrix of the layer.
  public let projection: Projection
  /// The numbers that are always kept.
  public let summary: SpectrumSummary
  /// All r = min(T, m, n) singular values, largest first, when the full spectrum was asked for.
  public let singularValues: [Double]?
  /// The smallest and the largest element, when the extrema were asked for and `Float` can hold them.
  public let extrema: ClosedRange<Double>?
  /// ‖δ‖²‖x‖² of every token over their sum, when token shares were asked for.
  ///
  /// One value per token that is run, which are all but the last: a token stands for the position that
  /// predicts the next one. All zero for a gradient of zero.
  public let tokenShares: [Float]?

  /// Makes a value; `singularValues` must be sorted, largest first.
  public init(
    layer: Int, projection: Projection, summary: SpectrumSummary, singularValues: [Double]? = nil,
    extrema: ClosedRange<Double>? = nil, tokenShares: [Float]? = nil
  ) {
    self.layer = layer
    self.projection = projection
    self.summary = summary
    self.singularValues = singularValues
    self.extrema = extrema
    self.tokenShares = tokenShares
  }
}

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
