import Numerics

/// How many times higher one condition's curves lie than another's: fast over slow, instruct over base.
///
/// The level of a projection is the mean of its statistic over samples and layers. Only *paired* samples
/// count: those that both conditions have. Over several projections the ratio is the geometric mean of theirs,
/// so that the projection with the largest numbers does not decide alone.
package struct LevelRatio: Sendable, Equatable {
  /// The ratio: above 1 where the first condition lies higher.
  package let value: Double
  /// A 95 % percentile interval from ``Bootstrap`` over the pairs; nil for a single pair.
  package let interval: Interval?
  /// Samples present in both conditions.
  package let pairCount: Int

  /// Compares two conditions of the same projections.
  ///
  /// Nil when there is no pair or no projection, when they have different numbers of projections, or when a level
  /// is zero or negative, where a ratio means nothing.
  package init?(_ first: SampleLevels, over second: SampleLevels, by bootstrap: Bootstrap = .standard) {
    guard first.values.count == second.values.count, !first.values.isEmpty else { return nil }
    let common = Set(first.sampleIndices).intersection(second.sampleIndices).sorted()
    let pairs = Array(zip(first.values(of: common), second.values(of: common)))
    let once = [Double](repeating: 1, count: common.count)
    guard let value = LevelRatio.ratio(pairs, weights: once) else { return nil }
    self.value = value
    pairCount = common.count
    interval = bootstrap.interval(samples: common.count) { LevelRatio.ratio(pairs, weights: $0) }
  }

  private static func ratio(_ pairs: [([Double], [Double])], weights: [Double]) -> Double? {
    var logarithms = 0.0
    for (first, second) in pairs {
      let above = sum(first, weights)
      let below = sum(second, weights)
      guard above > 0, below > 0 else { return nil }
      logarithms += .log(above / below)
    }
    return .exp(logarithms / Double(pairs.count))
  }

  private static func sum(_ values: [Double], _ weights: [Double]) -> Double {
    zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
