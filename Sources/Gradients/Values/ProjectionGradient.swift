import Foundation

/// Statistics of the gradient of one projection in one layer for one sample.
///
/// The gradient G [m × n] is that of the sample's mean loss with respect to the projection's weight
/// (``Checkpoints/DecoderDescription/shape(of:)``); T is the number of tokens that are run, which are all but the last.
public struct ProjectionGradient: Sendable, Equatable {
  /// Index of the decoder layer, from 0 at the embedding.
  public let layer: Int
  /// Weight matrix of the layer.
  public let projection: Projection
  /// The numbers that are always kept.
  public let summary: SpectrumSummary
  /// All min(T, m, n) singular values, largest first; nil unless ``GradientOptions/spectrum`` is on.
  public let singularValues: [Double]?
  /// The smallest and the largest element; nil unless ``GradientOptions/extrema`` is on, and where `Float` cannot hold
  /// them.
  public let extrema: ClosedRange<Double>?
  /// ‖δ‖²‖x‖² of every token over their sum, T values; nil unless ``GradientOptions/tokenShares`` is on.
  ///
  /// x is the projection's input at the token and δ the gradient of its output there, so that G = Σ δ xᵀ. A token stands
  /// for the position that predicts the next one. All values are zero for a gradient of zero.
  public let tokenShares: [Float]?

  /// Makes a value; `singularValues` must be sorted, largest first.
  package init(
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

  /// Layer and projection.
  public var place: GradientPlace { GradientPlace(layer: layer, projection: projection) }
}

/// The numbers kept of one gradient's singular values σ₁ ≥ σ₂ ≥ …
///
/// What the engine gives is finite and non-negative, `mean` apart, which may have either sign. A gradient of exactly zero
/// has every value zero. A value that a store or a published file does not have is NaN.
public struct SpectrumSummary: Sendable, Equatable {
  /// Σσ, the sum of the singular values; `S_sum` in the published files.
  public package(set) var nuclearNorm: Double
  /// σ₁; `S_max` in the published files.
  public package(set) var largest: Double
  /// σ of index min(m, n): exactly 0 when the sample has fewer tokens than that, where a dense decomposition reports
  /// rounding noise; `S_min` in the published files.
  public package(set) var smallest: Double
  /// √Σσ²; `frobenius_norm` in the published files.
  public package(set) var frobeniusNorm: Double
  /// exp(−Σ p ln p) with p = σ/Σσ (Roy and Vetterli 2007); 0 for a gradient of zero.
  public package(set) var effectiveRank: Double
  /// Mean of all m × n elements of the gradient; `M_mean` in the published files.
  public package(set) var mean: Double

  /// Makes a summary from values that are already known, as a store or a published file has them.
  package init(
    nuclearNorm: Double = .nan, largest: Double = .nan, smallest: Double = .nan, frobeniusNorm: Double = .nan,
    effectiveRank: Double = .nan, mean: Double = .nan
  ) {
    self.nuclearNorm = nuclearNorm
    self.largest = largest
    self.smallest = smallest
    self.frobeniusNorm = frobeniusNorm
    self.effectiveRank = effectiveRank
    self.mean = mean
  }

  /// A summary of which nothing is known.
  package static let unknown = SpectrumSummary()

  /// σ₁ / Σσ, the share of the largest singular value; 0 for a gradient of zero, NaN where one of them is not finite.
  public var largestRatio: Double { largest.over(nuclearNorm) }

  /// Σσ² / σ₁²; 0 for a gradient of zero, NaN where one of them is not finite.
  public var stableRank: Double {
    let ratio = frobeniusNorm.over(largest)
    return ratio * ratio
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
  package init(singularValues: [Double], smallest: Double, mean: Double) {
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
