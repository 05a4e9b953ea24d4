/// The exact spectrum of a gradient G = Δᵀ X from its factors.
///
/// T tokens, m output and n input features; rank and number of values ≤ min(T, m, n).
package struct GradientSpectrum {
  /// min(T, m, n) values, largest first.
  package let values: [Double]
  /// Mean of the m × n elements of G.
  package let mean: Double
  private let side: Int

  /// The spectrum of one gradient by itself; nil when a factor is not finite or LAPACK does not converge.
  package init?(_ pair: FactorPair) {
    let (delta, input) = (RowSums(pair.delta), RowSums(pair.input))
    guard delta.isFinite, input.isFinite else { return nil }
    let tokens = Self.counting(delta: delta, input: input)
    let reduced = SpectrumInput(pair.input, input, tokens: tokens)
    self.init(pair, delta: delta, input: input, reduced: reduced)
  }

  /// Nil when LAPACK does not converge. The factors must be finite; `reduced` holds the tokens of `counting`.
  init?(_ pair: FactorPair, delta: RowSums, input: RowSums, reduced: SpectrumInput) {
    let (rows, columns) = pair.shape
    guard let eigenvalues = Self.eigenvalues(pair, reduced) else { return nil }
    // Rounding can carry an eigenvalue of zero just below it.
    let values = eigenvalues.reversed().map { max($0, 0).squareRoot() }
    let count = min(pair.delta.rows, rows, columns)
    self.values = values + Array(repeating: 0, count: count - values.count)
    side = min(rows, columns)
    // Σ of all elements of Δᵀ X = Σ over tokens of (Σ δ)(Σ x).
    let sum = zip(delta.sums, input.sums).reduce(0) { $0 + $1.0 * $1.1 }
    mean = sum / (Double(rows) * Double(columns))
  }

  /// The tokens that a gradient is made of: those whose δ and x are both not zero.
  static func counting(delta: RowSums, input: RowSums) -> [Int] {
    delta.squares.indices.filter { delta.squares[$0] > 0 && input.squares[$0] > 0 }
  }

  /// The numbers that are always kept.
  package var summary: SpectrumSummary {
    SpectrumSummary(
      singularValues: values, smallest: values.count < side ? 0 : values.last ?? 0, mean: mean)
  }

  /// The squares of the singular values, smallest first; those that are left out are zero.
  private static func eigenvalues(_ pair: FactorPair, _ input: SpectrumInput) -> [Double]? {
    let (rows, columns) = pair.shape
    switch SpectrumRoute(tokens: input.tokens.count, outputs: rows, inputs: columns) {
    case .tokens:
      let gram = DoubleProduct.gramOfColumns(scaled(pair.delta, input.triangle))
      LAPACK.congruence(gram, lower: input.triangle.lower)
      return LAPACK.eigenvalues(gram, size: input.triangle.rank)
    case .outputs:
      let core = scaled(pair.delta, input.triangle)
      DoubleProduct.multiply(core, lower: input.triangle.lower)
      return LAPACK.eigenvalues(DoubleProduct.gramOfRows(core), size: rows)
    case .dense:
      let delta = DoubleMatrix(
        pair.delta, tokens: input.tokens, factors: Array(repeating: 1, count: input.tokens.count))
      let gradient = DoubleProduct.product(delta, transposed: input.columns)
      let gram =
        rows <= columns ? DoubleProduct.gramOfRows(gradient) : DoubleProduct.gramOfColumns(gradient)
      return LAPACK.eigenvalues(gram, size: gram.rows)
    }
  }

  /// Δ as columns in the order of the triangle's rows, each times the length that its x was divided by.
  private static func scaled(_ delta: Matrix, _ triangle: SpectrumInput.Triangle) -> DoubleMatrix {
    DoubleMatrix(delta, tokens: triangle.tokens, factors: triangle.lengths)
  }
}
