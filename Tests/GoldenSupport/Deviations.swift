import Gradients

/// How far results are off from goldens.
public struct Deviations: Sendable {
  /// All deviations seen of each quantity.
  public private(set) var values: [Quantity: [Double]] = [:]
  /// What does not match at all: missing gradients, wrong counts, skipped samples.
  public private(set) var mismatches: [String] = []

  /// No deviations yet.
  public init() {}

  /// The largest deviation of a quantity; 0 where there is none.
  public func worst(_ quantity: Quantity) -> Double { values[quantity]?.max() ?? 0 }

  /// The median deviation of a quantity; 0 where there is none.
  public func median(_ quantity: Quantity) -> Double {
    let sorted = (values[quantity] ?? []).sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  /// Compares what the engine made of one sample with its golden.
  public mutating func add(_ outcome: SampleOutcome, _ golden: Golden) {
    switch (outcome, golden.loss) {
    case (.skipped(.noLabels), nil): break
    case (.computed(let sample), .some(let loss)): add(sample, golden, loss: loss)
    default: mismatches.append("sample \(golden.index): \(outcome)")
    }
  }

  private mutating func add(_ sample: SampleGradients, _ golden: Golden, loss: Double) {
    record(.loss, relative(sample.loss, loss))
    if sample.gradients.count != golden.gradients.count {
      mismatches.append("sample \(golden.index): \(sample.gradients.count) gradients")
    }
    addCosines(sample, golden)
    for gradient in sample.gradients {
      let name = gradient.projection.parameterName(layer: gradient.layer)
      guard let reference = golden.gradients[name] else {
        mismatches.append("sample \(golden.index): \(name)")
        continue
      }
      add(gradient, reference)
    }
  }

  private mutating func add(_ gradient: ProjectionGradient, _ reference: Golden.Gradient) {
    let summary = gradient.summary
    let top = reference.singularValues.first ?? 0
    record(.nuclearNorm, relative(summary.nuclearNorm, reference.nuclear))
    record(.largest, relative(summary.largest, top))
    record(.frobeniusNorm, relative(summary.frobeniusNorm, reference.frobenius))
    record(.effectiveRank, relative(summary.effectiveRank, reference.effectiveRank))
    record(.mean, abs(summary.mean - reference.mean) / reference.frobenius)
    record(.tokenShares, abs((gradient.tokenShares ?? []).reduce(0) { $0 + Double($1) } - 1))
    addSpectrum(gradient.singularValues ?? [], reference.singularValues, top: top)
    let size = max(abs(reference.extrema.lowerBound), abs(reference.extrema.upperBound))
    let found = gradient.extrema ?? .infinity...(.infinity)
    record(.extrema, abs(found.lowerBound - reference.extrema.lowerBound) / size)
    record(.extrema, abs(found.upperBound - reference.extrema.upperBound) / size)
  }

  /// Goldens leave out the values that are numerically zero.
  private mutating func addSpectrum(_ ours: [Double], _ theirs: [Double], top: Double) {
    for index in 0..<max(ours.count, theirs.count) {
      let (one, two) = (index < ours.count ? ours[index] : 0, index < theirs.count ? theirs[index] : 0)
      record(.anySigma, abs(one - two) / top)
    }
  }

  /// Every golden cosine must be among those of the sample, and none more.
  private mutating func addCosines(_ sample: SampleGradients, _ golden: Golden) {
    let ours = sample.cosines.filter { Projection.attention.contains($0.first.projection) }
    if ours.count != golden.cosines.count {
      mismatches.append("sample \(golden.index): \(ours.count) cosines, expected \(golden.cosines.count)")
    }
    for reference in golden.cosines {
      let found = ours.first { $0.first == reference.first && $0.second == reference.second }
      record(.cosine, found.map { abs($0.value - reference.value) } ?? .infinity)
    }
  }

  private mutating func record(_ quantity: Quantity, _ value: Double) {
    values[quantity, default: []].append(value)
  }

  private func relative(_ value: Double, _ reference: Double) -> Double { abs(value / reference - 1) }
}

/// What is compared with goldens, how the deviation is measured, and how large it may be.
///
/// The limits are a few times what PyTorch itself is off in float32 on the reference models: loss 6e-7,
/// nuclear norm 3e-6, σ₁ and Frobenius norm 8e-6, effective rank 4.5e-5, cosines 1e-6.
public enum Quantity: String, CaseIterable, Sendable {
  /// Relative.
  case loss
  /// Relative.
  case nuclearNorm = "nuclear norm"
  /// Relative.
  case largest = "sigma1"
  /// Of any singular value, relative to the largest of its gradient.
  case anySigma = "any sigma"
  /// Relative.
  case frobeniusNorm = "Frobenius norm"
  /// Relative.
  case effectiveRank = "effective rank"
  /// Of the mean element, relative to the Frobenius norm: the mean itself may cancel to nothing.
  case mean
  /// Of the largest and smallest element, relative to the larger of their sizes.
  case extrema
  /// Absolute.
  case cosine
  /// Of the sum over the tokens from 1.
  case tokenShares = "token shares"

  /// The largest deviation that passes.
  public var limit: Double {
    switch self {
    case .loss: 5e-6
    case .effectiveRank: 1e-4
    case .cosine, .tokenShares: 1e-5
    case .nuclearNorm, .largest, .anySigma, .frobeniusNorm, .mean, .extrema: 2e-5
    }
  }
}
