import COpenBLAS

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
  init?(delta: ReducedFactor, input: ReducedFactor) {
    precondition(delta.tokens == input.tokens, "the factors of a gradient have the same tokens")
    let core = Self.core(delta, input)
    guard let values = SingularValues.of(core, rows: delta.rows, columns: input.rows) else { return nil }
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
  private static func core(_ delta: ReducedFactor, _ input: ReducedFactor) -> [Double] {
    var core = [Double](repeating: 0, count: delta.rows * input.rows)
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasTrans, Int32(delta.rows), Int32(input.rows), Int32(delta.tokens), 1,
      delta.values, Int32(delta.rows), input.values, Int32(input.rows), 0, &core, Int32(delta.rows))
    return core
  }
}

/// Singular values of a small dense matrix by LAPACK.
enum SingularValues {
  /// The min(rows, columns) singular values of a column-major matrix, largest first.
  ///
  /// Divide and conquer first; where it does not converge, QR iteration. Nil when neither does.
  static func of(_ matrix: [Double], rows: Int, columns: Int) -> [Double]? {
    divideAndConquer(matrix, rows: rows, columns: columns) ?? iteration(matrix, rows: rows, columns: columns)
  }

  private static func divideAndConquer(_ matrix: [Double], rows: Int, columns: Int) -> [Double]? {
    var matrix = matrix
    var (m, n, one, query, info) = (Int32(rows), Int32(columns), Int32(1), Int32(-1), Int32(0))
    var values = [Double](repeating: 0, count: min(rows, columns))
    var integers = [Int32](repeating: 0, count: 8 * min(rows, columns))
    var size = 0.0
    dgesdd_("N", &m, &n, &matrix, &m, &values, nil, &one, nil, &one, &size, &query, &integers, &info)
    var length = Int32(size)
    var work = [Double](repeating: 0, count: max(Int(size), 1))
    dgesdd_("N", &m, &n, &matrix, &m, &values, nil, &one, nil, &one, &work, &length, &integers, &info)
    return info == 0 ? values : nil
  }

  private static func iteration(_ matrix: [Double], rows: Int, columns: Int) -> [Double]? {
    var matrix = matrix
    var (m, n, one, query, info) = (Int32(rows), Int32(columns), Int32(1), Int32(-1), Int32(0))
    var values = [Double](repeating: 0, count: min(rows, columns))
    var size = 0.0
    dgesvd_("N", "N", &m, &n, &matrix, &m, &values, nil, &one, nil, &one, &size, &query, &info)
    var length = Int32(size)
    var work = [Double](repeating: 0, count: max(Int(size), 1))
    dgesvd_("N", "N", &m, &n, &matrix, &m, &values, nil, &one, nil, &one, &work, &length, &info)
    return info == 0 ? values : nil
  }
}

/// Turns the factors of one layer into the gradients that are reported.
struct LayerSpectra: Sendable {
  let layer: Int
  let options: GradientOptions

  /// The gradients of the projections asked for, or why the sample has none.
  func compute(_ factors: LayerFactors) -> Result<[ProjectionGradient], SkipReason> {
    // q, k and v share their input, and gate and up theirs, so each is reduced once.
    var inputs: [ObjectIdentifier: ReducedFactor] = [:]
    var gradients: [ProjectionGradient] = []
    for projection in options.projections {
      let pair = factors.pair(projection)
      guard ReducedFactor.isFinite(pair.delta), ReducedFactor.isFinite(pair.input) else {
        return .failure(.nonFiniteGradient)
      }
      let key = ObjectIdentifier(pair.input)
      let input = inputs[key] ?? ReducedFactor(pair.input)
      inputs[key] = input
      guard let spectrum = GradientSpectrum(delta: ReducedFactor(pair.delta), input: input) else {
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
      singularValues: options.keepsSingularValues ? spectrum.values : nil,
      extrema: options.findsExtrema ? pair.extrema : nil,
      tokenShares: options.keepsTokenShares ? pair.tokenShares : nil)
  }
}
