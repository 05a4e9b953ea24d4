import Foundation

/// Rotary position embedding (Su et al. 2021, arXiv 2104.09864), with its frequency scaling.
package struct RotaryDescription: Sendable, Equatable {
  /// `rope_theta`: base of the geometric series of frequencies.
  package var base: Double
  /// Features of a head that are rotated, from the first: `head_dim * partial_rotary_factor`; even.
  package var dimension: Int
  /// Change of the frequencies of the series for long contexts.
  package var scaling: Scaling
  /// Whether feature 2i is paired with 2i + 1, as in the paper; else feature i with the one half of the rotated features on.
  package var pairsNeighbours = false

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
    /// `yarn` (arXiv 2309.00071): frequencies that turn less than `slow` times in the original context are divided by `factor`,
    /// those that turn more than `fast` times kept, those between blended; the borders are whole features if it
    /// `truncates`. `amplitude` multiplies the rotated features.
    case yarn(
      factor: Double, fast: Double, slow: Double, originalContext: Double, truncates: Bool, amplitude: Double)
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
    case .none, .linear, .llama3, .yarn: false
    }
  }

  /// Factor on the rotated features.
  package var amplitude: Double {
    switch scaling {
    case .longrope(_, _, _, let amplitude), .yarn(_, _, _, _, _, let amplitude): amplitude
    case .none, .linear, .dynamic, .llama3: 1
    }
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
    case .yarn(let factor, let fast, let slow, let originalContext, let truncates, _):
      let (first, last) = (
        feature(turning: fast, in: originalContext), feature(turning: slow, in: originalContext)
      )
      let low = max(truncates ? first.rounded(.down) : first, 0)
      let high = min(truncates ? last.rounded(.up) : last, Double(dimension - 1))
      // Like transformers, which does not divide by zero.
      let width = low == high ? 0.001 : high - low
      return plain.enumerated().map { index, frequency in
        let share = min(max((Double(index) - low) / width, 0), 1)
        return share * frequency / factor + (1 - share) * frequency
      }
    case .longrope(let short, let long, let originalContext, _):
      return zip(plain, Double(tokens) > originalContext ? long : short).map { $0 / $1 }
    }
  }

  /// Place of the pair of features, between whole ones, that turns so many times in a `context`.
  private func feature(turning turns: Double, in context: Double) -> Double {
    Double(dimension) * log(context / (turns * 2 * .pi)) / (2 * log(base))
  }

  private func series(base: Double) -> [Double] {
    stride(from: 0, to: dimension, by: 2).map { pow(base, -Double($0) / Double(dimension)) }
  }
}
