import Foundation

/// Rotary position embedding (Su et al. 2021, arXiv 2104.09864), with its frequency scaling.
package struct RotaryDescription: Sendable, Equatable {
  /// `rope_theta`: base of the geometric series of frequencies.
  package var base: Double
  /// Features of a head that are rotated, from the first: `head_dim * partial_rotary_factor`; even.
  package var dimension: Int
  /// Change of the frequencies of the series for long contexts.
  package var scaling: Scaling

  /// Changes of the frequencies, by the name that `rope_type` has in `config.json`.
  package enum Scaling: Sendable, Equatable {
    /// None: `default`.
    case none
    /// `linear`: every frequency is divided by `factor`.
    case linear(factor: Double)
    /// `dynamic`: texts longer than the context raise the base (NTK-aware scaling).
    case dynamic(factor: Double, context: Double)
    /// `llama3`: long wavelengths are divided by `factor`, short ones kept, those between blended.
    case llama3(factor: Double, lowFrequency: Double, highFrequency: Double, originalContext: Double)
    /// `longrope` (arXiv 2402.13753): a divisor for each frequency, one set for texts within the original
    /// context, one for longer ones; `amplitude` multiplies the rotated features.
    case longrope(short: [Double], long: [Double], originalContext: Double, amplitude: Double)
  }

  /// A rotary embedding of `dimension` features with base `base`.
  package init(base: Double, dimension: Int, scaling: Scaling = .none) {
    self.base = base
    self.dimension = dimension
    self.scaling = scaling
  }

  /// True when the frequencies depend on the length of the text.
  package var dependsOnLength: Bool {
    switch scaling {
    case .dynamic, .longrope: true
    case .none, .linear, .llama3: false
    }
  }

  /// Factor on the rotated features.
  package var amplitude: Double {
    if case .longrope(_, _, _, let amplitude) = scaling { amplitude } else { 1 }
  }

  /// Radians per position for each pair of features, `dimension / 2` values, in a text of `tokens`.
  package func inverseFrequencies(tokens: Int) -> [Double] {
    let plain = series(base: base)
    switch scaling {
    case .none:
      return plain
    case .linear(let factor):
      return plain.map { $0 / factor }
    case .dynamic(let factor, let context):
      let stretch = factor * max(Double(tokens), context) / context - (factor - 1)
      return series(base: base * pow(stretch, Double(dimension) / Double(dimension - 2)))
    case .llama3(let factor, let lowFrequency, let highFrequency, let originalContext):
      return plain.map { frequency in
        let turns = originalContext * frequency / (2 * .pi)
        if turns < lowFrequency { return frequency / factor }
        if turns > highFrequency { return frequency }
        let share = (turns - lowFrequency) / (highFrequency - lowFrequency)
        return (1 - share) * frequency / factor + share * frequency
      }
    case .longrope(let short, let long, let originalContext, _):
      return zip(plain, Double(tokens) > originalContext ? long : short).map { $0 / $1 }
    }
  }

  private func series(base: Double) -> [Double] {
    stride(from: 0, to: dimension, by: 2).map { pow(base, -Double($0) / Double(dimension)) }
  }
}
