internal import COpenBLAS

/// The exact spectrum of a gradient G = Δᵀ X from its factors; G itself is never formed.
///
/// With Δᵀ = Q₁ R₁ and Xᵀ = Q₂ R₂, G = Q₁ (R₁ R₂ᵀ) Q₂ᵀ has the singular values of the small matrix
/// in brackets. T tokens, m output and n input features; rank and number of values ≤ min(T, m, n).
struct GradientSpectrum {
  /// min(T, m, n) values, largest first.
  let values: [Double]
  /// Mean of the m × n elements of G.
  let mean: Double
  private let side: Int

  /// Nil when LAPACK does not converge.
  init?(delta: QRFactor, input: QRFactor) {
    precondition(delta.tokens == input.tokens, "the factors of a gradient have the same tokens")
    let core = Self.core(delta, input)
    guard let values = LAPACK.singularValues(core, rows: delta.rows, columns: input.rows) else { return nil }
    self.values = values
    side = min(delta.features, input.features)
    // Σ of all elements of Δᵀ X = Σ over tokens of (Σ δ)(Σ x).
    let sum = zip(delta.tokenSums, input.tokenSums).reduce(0) { $0 + $1.0 * $1.1 }
    mean = sum / (Double(delta.features) * Double(input.features))
  }

  /// The numbers that are always kept.
  var summary: SpectrumSummary {
    SpectrumSummary(
      singularValues: values, smallest: values.count < side ? 0 : values.last ?? 0, mean: mean)
  }

  /// R₁ R₂ᵀ, column-major [delta.rows × input.rows].
  private static func core(_ delta: QRFactor, _ input: QRFactor) -> [Double] {
    var core = [Double](repeating: 0, count: delta.rows * input.rows)
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasTrans, Int32(delta.rows), Int32(input.rows), Int32(delta.tokens), 1,
      delta.values, Int32(delta.rows), input.values, Int32(input.rows), 0, &core, Int32(delta.rows))
    return core
  }
}

/// Turns the factors of one layer into the gradients that are reported.
struct LayerSpectra: Sendable {
  let layer: Int
  let projections: [Projection]
  let options: GradientOptions

  /// The gradients of the projections asked for, or why the sample has none.
  func compute(_ factors: LayerFactors) -> Result<[ProjectionGradient], SkipReason> {
    // q, k and v share their input, and gate and up theirs, so each is reduced once.
    var inputs: [ObjectIdentifier: QRFactor] = [:]
    var gradients: [ProjectionGradient] = []
    for projection in projections {
      let pair = factors.pair(projection)
      guard QRFactor.isFinite(pair.delta), QRFactor.isFinite(pair.input) else {
        return .failure(.nonFiniteGradient)
      }
      let key = ObjectIdentifier(pair.input)
      let input = inputs[key] ?? QRFactor(pair.input)
      inputs[key] = input
      guard let spectrum = GradientSpectrum(delta: QRFactor(pair.delta), input: input) else {
        return .failure(.noConvergence)
      }
      gradients.append(gradient(projection, pair, spectrum))
    }
    return .success(gradients)
  }

  private func gradient(
    _ projection: Projection, _ pair: FactorPair, _ spectrum: GradientSpectrum
  ) -> ProjectionGradient {
    ProjectionGradient(
      layer: layer, projection: projection, summary: spectrum.summary,
      singularValues: options.spectrum ? spectrum.values : nil,
      extrema: options.extrema ? pair.extrema : nil,
      tokenShares: options.tokenShares ? pair.tokenShares : nil)
  }
}

/// One factor of a gradient, reduced by QR to as few rows as carry its spectrum.
///
/// For F [T × n] with T < n, Fᵀ = Q R with orthonormal Q, so F can be replaced by Rᵀ [T × T] in any
/// product whose singular values are wanted. With T ≥ n there is nothing to gain and F stays.
/// Householder QR in `Double`: Gram matrices would square the condition number and lose the tail.
struct QRFactor {
  /// Column-major `[rows × tokens]`: R, or Fᵀ as it was.
  let values: [Double]
  /// min(T, n).
  let rows: Int
  /// T.
  let tokens: Int
  /// n, the features of the factor before the reduction.
  let features: Int
  /// Σ over the features of each token: what the mean of the gradient's elements needs.
  let tokenSums: [Double]

  /// Reduces f [T × n], which must be finite.
  init(_ f: Matrix) {
    features = f.columns
    tokens = f.rows
    rows = min(f.rows, f.columns)
    // Row-major [T × n] is column-major [n × T], the transpose: no data moves.
    let transposed = (0..<f.count).map { Double(f.pointer[$0]) }
    tokenSums = (0..<f.rows).map { token in
      transposed[token * f.columns..<(token + 1) * f.columns].reduce(0, +)
    }
    values =
      f.rows < f.columns ? LAPACK.triangle(transposed, rows: f.columns, columns: f.rows) : transposed
  }

  /// True when every element of `f` is finite.
  static func isFinite(_ f: Matrix) -> Bool {
    var probe: Float = 0
    for index in 0..<f.count { probe += f.pointer[index] * 0 }
    return probe == 0
  }
}
