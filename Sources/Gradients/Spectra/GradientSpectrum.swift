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
    // A power of two that keeps what follows within `Float`.
    let sizes = zip(input.tokens.first, input.units).map { sums.squares[$0].squareRoot() * $1 }
    let scale = exp2(floor(log2(sizes.max() ?? 1)))
    // Rounding can carry an eigenvalue of zero just below it.
    return eigenvalues(delta, input, scale: scale)?.map { max($0, 0).squareRoot() * scale }
      .sorted(by: >)
  }

  /// The squares of the singular values of G / scale.
  private static func eigenvalues(_ delta: Matrix, _ input: SpectrumInput, scale: Double) -> [Double]? {
    let count = input.columns.columns
    guard count > 0 else { return [] }
    switch SpectrumRoute(tokens: count, outputs: delta.columns, inputs: input.columns.rows) {
    case .tokens:
      let delta = input.scaled(delta, order: input.triangle.order, scale: scale)
      let gram = SpectrumProduct.gramOfColumns(delta.widened(columns: count))
      LAPACK.congruence(gram, lower: input.triangle.lower)
      return SymmetricEigenvalues.find(gram, size: input.triangle.rank)
    case .core:
      let core = input.scaled(delta, order: input.triangle.order, scale: scale)
      SpectrumProduct.multiply(core, lower: input.triangle.floats)
      return eigenvalues(of: core, columns: input.triangle.rank)
    case .dense:
      let delta = input.scaled(delta, order: Array(0..<count), scale: scale)
      return eigenvalues(of: SpectrumProduct.gradient(delta, input.columns), columns: input.columns.rows)
    }
  }

  private static func eigenvalues(of matrix: ColumnMatrix<Float>, columns: Int) -> [Double]? {
    let gram = SpectrumProduct.smallerGram(matrix.widened(columns: columns))
    return SymmetricEigenvalues.find(gram, size: gram.rows)
  }
}
