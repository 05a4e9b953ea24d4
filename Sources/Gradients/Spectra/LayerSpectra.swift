/// Turns the factors of one layer into the gradients that are reported.
struct LayerSpectra: Sendable {
  let layer: Int
  let projections: [Projection]
  let keepsSingularValues: Bool

  /// The gradients of `projections`, or why the sample has none.
  func compute(_ factors: LayerFactors) -> Result<[ProjectionGradient], SkipReason> {
    guard isFinite(factors) else { return .failure(.nonFiniteGradient) }
    // q, k and v share their input, so its QR is done once.
    let input = projections.contains { $0 != .o } ? ReducedFactor(factors.input) : nil
    var gradients: [ProjectionGradient] = []
    for projection in projections {
      let x = projection == .o ? ReducedFactor(factors.mixed) : input
      let delta = ReducedFactor(factors.delta(projection))
      guard let x, let spectrum = GradientSpectrum(delta: delta, input: x) else {
        return .failure(.noConvergence)
      }
      gradients.append(
        ProjectionGradient(
          layer: layer, projection: projection, summary: spectrum.summary,
          singularValues: keepsSingularValues ? spectrum.values : nil))
    }
    return .success(gradients)
  }

  private func isFinite(_ factors: LayerFactors) -> Bool {
    [factors.input, factors.q, factors.k, factors.v, factors.mixed, factors.o].allSatisfy(
      ReducedFactor.isFinite)
  }
}
