import Numerics

/// The noise in the mean size of noisy numbers: how much of a MAD or an RD comes from averaging too few samples.
///
/// A step between two layers is a mean over samples, so what is measured is the size of a noisy number, which is too large on
/// average: for a step d with the standard error s the mean size is that of the folded normal distribution (Leone, Nelson
/// and Nottingham 1961), `s √(2/π) exp(−d²/2s²) + d (1 − 2Φ(−d/s))`. The bias is this at the measured steps less their
/// sizes (the plug-in estimate that a bootstrap would make; Efron and Tibshirani 1993, chapter 10). The measured steps hold
/// the noise already, so of a curve that is flat but for noise it takes out 41 %, and nearly all where steps rise above it.
package struct FoldedNoise: Sendable, Equatable {
  /// The mean size of the numbers as they are measured.
  package let measured: Double
  /// Bias by noise, never negative.
  package let bias: Double

  /// The mean size with the bias taken out, which may be below zero.
  package var corrected: Double { measured - bias }

  /// The part of what is measured that is noise; 0 where nothing is measured.
  package var share: Double { measured > 0 ? bias / measured : 0 }

  /// The noise in the mean size of numbers, each measured by so many samples: `numbers` has a list for each, all equally
  /// long, and `weights` what each is multiplied by, 1 when nil. Nil for fewer than two samples, or no number.
  package init?(_ numbers: [[Double]], weights: [Double]? = nil) {
    guard let count = numbers.first?.count, count > 1 else { return nil }
    var (measured, bias) = (0.0, 0.0)
    for (place, samples) in numbers.enumerated() {
      let weight = weights?[place] ?? 1
      let mean = samples.mean
      let squares = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      measured += weight * abs(mean)
      bias += weight * Self.bias(mean, error: (squares / Double(count - 1) / Double(count)).squareRoot())
    }
    self.measured = measured / Double(numbers.count)
    self.bias = bias / Double(numbers.count)
  }

  /// The noise of the MAD of `samples`, whose curves are given layer by layer; nil for fewer than two samples or layers.
  package init?(madOf samples: [[Double]]) {
    let layers = samples.first?.count ?? 0
    guard layers > 1 else { return nil }
    self.init((1..<layers).map { layer in samples.map { $0[layer] - $0[layer - 1] } })
  }

  /// The mean over `steps`; nil for none.
  init?(meanOf steps: ArraySlice<FoldedNoise>) {
    guard !steps.isEmpty else { return nil }
    measured = steps.map(\.measured).mean
    bias = steps.map(\.bias).mean
  }

  /// The noise of each step from a layer of `table` to the next; nil for fewer than two samples.
  static func steps(of table: FiniteTable) -> [FoldedNoise]? {
    let (values, layers) = (table.values, table.layerCount)
    guard table.count > 1 else { return nil }
    return (1..<max(layers, 1)).compactMap { layer in
      FoldedNoise([(0..<table.count).map { values[$0 * layers + layer] - values[$0 * layers + layer - 1] }])
    }
  }

  /// The noise of RD between two tables of as many layers, over the samples that both have; nil for fewer than two.
  init?(relativeDifferenceOf correct: FiniteTable, _ irrelevant: FiniteTable) {
    let layers = correct.layerCount
    guard layers == irrelevant.layerCount else { return nil }
    let places = Dictionary(uniqueKeysWithValues: zip(irrelevant.sampleIndices, 0...))
    let pairs = correct.sampleIndices.enumerated().compactMap { place, index in
      places[index].map { (correct: place * layers, irrelevant: $0 * layers) }
    }
    self.init(
      (0..<layers).map { layer in
        pairs.map { correct.values[$0.correct + layer] - irrelevant.values[$0.irrelevant + layer] }
      },
      weights: (0..<layers).map { layer in 1 / abs(pairs.map { correct.values[$0.correct + layer] }.mean) })
  }

  /// Whether so much is noise that no interval holds: more than ``Noise/mostShare``.
  var isTooMuch: Bool { share > Noise.mostShare }

  /// The mean size of a normal variable of mean `number` and standard deviation `error`, less the size of `number`.
  package static func bias(_ number: Double, error: Double) -> Double {
    guard error > 0 else { return 0 }
    // In units of the error, for numbers as small as gradients' do not survive squaring.
    let d = abs(number) / error
    return max(error * 2 * (NormalDistribution.density(d) - d * NormalDistribution.distribution(-d)), 0)
  }
}

extension ComparedSamples {
  /// The noise of MAD in a part of the decoder, with the geometric mean over projections of what is left; nil for fewer than
  /// two samples or layers.
  func madNoise(in part: DepthPart) -> Noise? {
    let range = part.layers(of: shape.layers)
    var (logarithm, share) = (0.0, 0.0)
    for projection in 0..<shape.projections {
      let start = projection * shape.layers
      let samples = curves.map { Array($0[start + range.lowerBound..<start + range.upperBound]) }
      guard let noise = FoldedNoise(madOf: samples) else { return nil }
      logarithm += noise.corrected > 0 ? .log(noise.corrected) : .nan
      share = max(share, noise.share)
    }
    let corrected = Double.exp(logarithm / Double(shape.projections))
    return Noise(corrected: corrected.isFinite ? corrected : nil, share: share)
  }

  /// The noise of RD between the correct responses that these are and `irrelevant` ones to the same instructions.
  func differenceNoise(_ irrelevant: ComparedSamples) -> FoldedNoise? {
    let places = 0..<(curves.first?.count ?? 0)
    return FoldedNoise(
      places.map { place in zip(curves, irrelevant.curves).map { $0[place] - $1[place] } },
      weights: places.map { place in 1 / abs(curves.map { $0[place] }.mean) })
  }
}

extension Noise {
  /// The noise of the ratio of two MADs.
  static func ratio(_ first: Noise?, over second: Noise?) -> Noise? {
    guard let first, let second else { return nil }
    let corrected = first.corrected.flatMap { first in second.corrected.map { first / $0 } }
    return Noise(corrected: corrected, share: max(first.share, second.share))
  }

  /// The noise of a ratio that only resamples tell of: how far their mean lies from it, as a logarithm.
  static func ofResamples(_ resampled: Resampled) -> Noise? {
    resampled.draws.map { Noise(corrected: nil, share: abs($0.mean - resampled.value)) }
  }
}
