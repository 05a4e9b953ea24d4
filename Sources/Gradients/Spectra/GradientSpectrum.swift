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
