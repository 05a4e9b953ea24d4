import Foundation

/// The spectrum of a gradient G = Δᵀ X from its factors.
///
/// T tokens, m output and n input features; rank and number of values ≤ min(T, m, n).
package struct GradientSpectrum {
  /// min(T, m, n) values, largest first.
  package let values: [Double]
  /// Mean of the m × n elements of G.
  package let mean: Double
  private let side: Int

  /// The spectrum of one gradient by itself; nil when a factor is not finite.
  package init?(_ pair: FactorPair) {
    var inputs = SharedInputs()
    self.init(pair, delta: RowSums(pair.delta), &inputs)
  }

  /// The same beside others with the same input; `delta` are the sums of the pair's Δ.
  init?(_ pair: FactorPair, delta: RowSums, _ inputs: inout SharedInputs) {
    let input = inputs.sums(pair.input)
    guard delta.isFinite, input.isFinite else { return nil }
    let (rows, columns) = pair.shape
    guard let values = Self.values(pair.delta, delta, inputs.reduced(pair.input, delta: delta)) else {
      return nil
    }
    let count = min(pair.delta.rows, rows, columns)
    self.values = values + Array(repeating: 0, count: count - values.count)
    side = min(rows, columns)
    // Σ of all elements of Δᵀ X = Σ over tokens of (Σ δ)(Σ x).
    let sum = zip(delta.sums, input.sums).reduce(0) { $0 + $1.0 * $1.1 }
    mean = sum / (Double(rows) * Double(columns))
  }

  /// The numbers that are always kept.
  package var summary: SpectrumSummary {
    SpectrumSummary(
      singularValues: values, smallest: values.count < side ? 0 : values.last ?? 0, mean: mean)
  }

  /// The singular values, largest first; those that are left out are zero.
  private static func values(_ delta: Matrix, _ sums: RowSums, _ input: SpectrumInput) -> [Double]? {
    guard !input.tokens.first.isEmpty else { return [] }
    // A power of two that keeps what follows within `Float`.
    let sizes = zip(input.tokens.first, input.units).map { sums.squares[$0].squareRoot() * $1 }
    let scale = exp2(floor(log2(sizes.max() ?? 1)))
    return SpectrumCore(delta, input, scale: scale).singularValues?.map { $0 * scale }
  }
}
