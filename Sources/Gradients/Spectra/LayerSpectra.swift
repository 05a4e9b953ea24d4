/// Turns the factors of one layer into the gradients that are reported.
struct LayerSpectra: Sendable {
  let layer: Int
  let projections: [Projection]
  let options: GradientOptions

  /// The gradients of the projections asked for, or why the sample has none.
  func compute(_ factors: LayerFactors) -> Result<[ProjectionGradient], SkipReason> {
    var inputs = SharedInputs()
    var gradients: [ProjectionGradient] = []
    for projection in projections {
      let pair = factors.pair(projection)
      let (delta, input) = (RowSums(pair.delta), inputs.sums(pair.input))
      guard delta.isFinite, input.isFinite else { return .failure(.nonFiniteGradient) }
      guard let spectrum = GradientSpectrum(pair, delta: delta, &inputs) else {
        return .failure(.noConvergence)
      }
      gradients.append(
        ProjectionGradient(
          layer: layer, projection: projection, summary: spectrum.summary,
          singularValues: options.spectrum ? spectrum.values : nil,
          extrema: options.extrema ? pair.extrema : nil,
          tokenShares: options.tokenShares ? FactorPair.tokenShares(delta: delta, input: input) : nil))
    }
    return .success(gradients)
  }
}

/// What was found of a layer's inputs: q, k and v share theirs, and gate and up theirs, so each is reduced once.
struct SharedInputs {
  private var sums: [ObjectIdentifier: RowSums] = [:]
  private var originals: [ObjectIdentifier: [Int]] = [:]
  private var inputs: [ObjectIdentifier: SpectrumInput] = [:]

  mutating func sums(_ matrix: Matrix) -> RowSums {
    let key = ObjectIdentifier(matrix)
    let found = sums[key] ?? RowSums(matrix)
    sums[key] = found
    return found
  }

  /// The input of a gradient, reduced; anew where other tokens have a part in the gradient than in the one before.
  mutating func reduced(_ matrix: Matrix, delta: RowSums) -> SpectrumInput {
    let (key, sums) = (ObjectIdentifier(matrix), sums(matrix))
    let originals = originals[key] ?? SpectrumTokens.originals(matrix, sums)
    self.originals[key] = originals
    let tokens = SpectrumTokens(delta: delta, input: sums, original: originals)
    if let found = inputs[key], found.tokens == tokens { return found }
    let input = SpectrumInput(matrix, sums, tokens: tokens)
    inputs[key] = input
    return input
  }
}
