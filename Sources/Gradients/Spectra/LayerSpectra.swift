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
