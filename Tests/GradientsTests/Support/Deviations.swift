import Gradients
import Testing

/// The worst deviations from goldens seen so far: relative, unless said otherwise.
struct Deviations: CustomStringConvertible {
  private(set) var loss = 0.0
  private(set) var nuclear = 0.0
  private(set) var largest = 0.0
  private(set) var frobenius = 0.0
  private(set) var effectiveRank = 0.0
  /// Of any singular value, relative to the largest of its gradient.
  private(set) var anySigma = 0.0
  /// Of the mean element, relative to the gradient's root mean square element: the mean itself
  /// may cancel to nothing.
  private(set) var mean = 0.0

  var description: String {
    """
    loss \(loss), nuclear \(nuclear), sigma1 \(largest), frobenius \(frobenius), effective rank \(effectiveRank), \
    any sigma \(anySigma), mean \(mean)
    """
  }

  mutating func add(_ sample: SampleGradients, _ golden: Golden, loss expected: Double) throws {
    loss = max(loss, relative(sample.loss, expected))
    #expect(sample.gradients.count == golden.gradients.count)
    for gradient in sample.gradients {
      let name = gradient.projection.parameterName(layer: gradient.layer)
      let reference = try #require(golden.gradients[name], "\(name)")
      add(gradient, reference)
    }
  }

  /// Records an issue for each deviation beyond its tolerance.
  func check(_ model: String) {
    let limits = [
      ("loss", loss, 5e-6), ("nuclear norm", nuclear, 2e-5), ("sigma1", largest, 2e-5),
      ("Frobenius norm", frobenius, 2e-5), ("any sigma", anySigma, 2e-5),
      ("effective rank", effectiveRank, 1e-4),
      ("mean", mean, 2e-5),
    ]
    for (name, value, limit) in limits { #expect(value < limit, "\(model): \(name); all: \(self)") }
  }

  private mutating func add(_ gradient: ProjectionGradient, _ reference: Golden.Gradient) {
    let summary = gradient.summary
    let top = reference.singularValues.first ?? 0
    nuclear = max(nuclear, relative(summary.nuclearNorm, reference.nuclear))
    largest = max(largest, relative(summary.largest, top))
    frobenius = max(frobenius, relative(summary.frobeniusNorm, reference.frobenius))
    effectiveRank = max(effectiveRank, relative(summary.effectiveRank, reference.effectiveRank))
    let values = gradient.singularValues ?? []
    for index in 0..<max(values.count, reference.singularValues.count) {
      let ours = index < values.count ? values[index] : 0
      let theirs = index < reference.singularValues.count ? reference.singularValues[index] : 0
      anySigma = max(anySigma, abs(ours - theirs) / top)
    }
    mean = max(mean, abs(summary.mean - reference.mean) / reference.frobenius)
  }

  private func relative(_ value: Double, _ reference: Double) -> Double { abs(value / reference - 1) }
}
