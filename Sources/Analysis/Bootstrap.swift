/// Percentile intervals by resampling samples with replacement (Efron 1979), for numbers that are not means
/// and have no closed form.
///
/// The generator and its seed are fixed, so the same data give the same interval everywhere.
package struct Bootstrap: Sendable {
  /// How often the samples are drawn anew.
  package let resamples: Int
  /// The seed of ``SplitMix64``.
  package let seed: UInt64

  /// A bootstrap of `resamples` draws, at least 2.
  package init(resamples: Int, seed: UInt64) {
    precondition(resamples > 1, "a percentile needs at least two resamples")
    self.resamples = resamples
    self.seed = seed
  }

  /// What the report uses: 1000 resamples from seed 2410.23743, the first paper's number without its point.
  package static let standard = Bootstrap(resamples: 1000, seed: 241_023_743)

  /// The central 95 % of `statistic` over resamples of `count` samples.
  ///
  /// `statistic` gets how often each sample was drawn, `count` whole numbers that add up to `count`.
  /// - Returns: nil when there are fewer than two samples, or when the statistic is undefined (nil or not
  ///   finite) for any resample, since leaving such resamples out would make the interval too narrow.
  package func interval(samples count: Int, of statistic: ([Double]) -> Double?) -> Interval? {
    estimates(samples: count, of: statistic).map(Self.interval)
  }

  /// `statistic` of every resample, in the order in which they are drawn; nil where ``interval(samples:of:)``
  /// is.
  ///
  /// The draws depend on `count` alone: estimates of two statistics of the same samples belong together, one
  /// by one.
  package func estimates(samples count: Int, of statistic: ([Double]) -> Double?) -> [Double]? {
    guard count > 1 else { return nil }
    var generator = SplitMix64(seed: seed)
    var estimates: [Double] = []
    estimates.reserveCapacity(resamples)
    var weights = [Double](repeating: 0, count: count)
    for _ in 0..<resamples {
      for index in weights.indices { weights[index] = 0 }
      for _ in 0..<count { weights[generator.index(below: count)] += 1 }
      guard let estimate = statistic(weights), estimate.isFinite else { return nil }
      estimates.append(estimate)
    }
    return estimates
  }

  /// The central 95 % of `estimates`, in any order; there must be at least one.
  static func interval(of estimates: [Double]) -> Interval {
    let sorted = estimates.sorted()
    return Interval(Quantile.of(0.025, in: sorted), Quantile.of(0.975, in: sorted))
  }
}
