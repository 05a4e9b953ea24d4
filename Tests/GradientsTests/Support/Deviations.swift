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
  /// Of the largest and smallest element, relative to the larger of their sizes.
  private(set) var extrema = 0.0
  /// Of the sum of the token shares from 1.
  private(set) var shares = 0.0
  /// Absolute.
  private(set) var cosine = 0.0

  var description: String {
    """
    loss \(loss), nuclear \(nuclear), sigma1 \(largest), frobenius \(frobenius), effective rank \(effectiveRank), \
    any sigma \(anySigma), mean \(mean), extrema \(extrema), token shares \(shares), cosine \(cosine)
    """
  }

  mutating func add(_ sample: SampleGradients, _ golden: Golden, loss expected: Double) throws {
    loss = max(loss, relative(sample.loss, expected))
    #expect(sample.gradients.count == golden.gradients.count)
    addCosines(sample, golden)
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
      ("mean", mean, 2e-5), ("extrema", extrema, 2e-5), ("token shares", shares, 1e-5),
      ("cosine", cosine, 1e-5),
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
    let size = max(abs(reference.extrema.lowerBound), abs(reference.extrema.upperBound))
    let found = gradient.extrema ?? .infinity...(.infinity)
    extrema = max(extrema, abs(found.lowerBound - reference.extrema.lowerBound) / size)
    extrema = max(extrema, abs(found.upperBound - reference.extrema.upperBound) / size)
    shares = max(shares, abs((gradient.tokenShares ?? []).reduce(0) { $0 + Double($1) } - 1))
    mean = max(mean, abs(summary.mean - reference.mean) / reference.frobenius)
  }

  /// Every golden cosine must be among those of the sample, and none more.
  private mutating func addCosines(_ sample: SampleGradients, _ golden: Golden) {
    var expected = 0
    func compare(_ first: (Int, String), _ second: (Int, String), _ reference: Double) {
      let places = [first, second].compactMap { layer, name in
        Projection(rawValue: String(name.prefix(1))).map {
          GradientCosine.Place(layer: layer, projection: $0)
        }
      }
      let found = sample.cosines.first { $0.first == places[0] && $0.second == places[1] }
      expected += 1
      cosine = max(cosine, found.map { abs($0.value - reference) } ?? .infinity)
    }
    for (name, values) in golden.adjacentCosines {
      for (layer, value) in values.enumerated() { compare((layer, name), (layer + 1, name), value) }
    }
    for (layer, values) in golden.crossCosines.compactMap({ key, values in Int(key).map { ($0, values) } }) {
      if let value = values["q_proj_x_o_proj"] { compare((layer, "q"), (layer, "o"), value) }
      if let value = values["k_proj_x_v_proj"] { compare((layer, "k"), (layer, "v"), value) }
    }
    let attention = sample.cosines.filter { Projection.attention.contains($0.first.projection) }
    #expect(attention.count == expected)
  }

  private func relative(_ value: Double, _ reference: Double) -> Double { abs(value / reference - 1) }
}
