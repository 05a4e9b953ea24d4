import Foundation

/// Rotary position embedding (Su et al. 2021, arXiv 2104.09864), with its frequency scaling.
public struct RotaryDescription: Sendable, Equatable {
  /// `rope_theta`: base of the geometric series of frequencies.
  public var base: Double
  /// How the frequencies of the series are changed for long contexts.
  public var scaling: Scaling

  /// Changes of the frequencies, by the name that `rope_type` has in `config.json`.
  public enum Scaling: Sendable, Equatable {
    /// None: `default`.
    case none
    /// `llama3`: long wavelengths are divided by `factor`, short ones kept, those between blended.
    case llama3(factor: Double, lowFrequency: Double, highFrequency: Double, originalContext: Double)
  }

  /// A rotary embedding with base `base`.
  public init(base: Double, scaling: Scaling = .none) {
    self.base = base
    self.scaling = scaling
  }

  /// Radians per position for each pair of features, `headDimension / 2` values.
  public func inverseFrequencies(headDimension: Int) -> [Double] {
    stride(from: 0, to: headDimension, by: 2).map { feature in
      scaled(pow(base, -Double(feature) / Double(headDimension)))
    }
  }

  private func scaled(_ frequency: Double) -> Double {
    switch scaling {
    case .none:
      return frequency
    case .llama3(let factor, let lowFrequency, let highFrequency, let originalContext):
      let turns = originalContext * frequency / (2 * .pi)
      if turns < lowFrequency { return frequency / factor }
      if turns > highFrequency { return frequency }
      let share = (turns - lowFrequency) / (highFrequency - lowFrequency)
      return (1 - share) * frequency / factor + share * frequency
    }
  }
}
