import Analysis
import Testing

struct EffectIntervalsTests {
  private static let samples = [0.3, 1.7, 2.2, 0.9, 5.1, 3.3, 0.4, 8.9, 1.1, 2.6, 0.7, 1.9]

  /// Means of 199 resamples that scipy 1.x drew of the samples, to six decimals.
  private static let draws = [
    1.1, 1.108333, 1.25, 1.266667, 1.283333, 1.283333, 1.3, 1.408333, 1.425, 1.425, 1.458333, 1.466667,
    1.466667, 1.466667, 1.475, 1.5, 1.533333, 1.541667, 1.541667, 1.541667, 1.591667, 1.6, 1.6, 1.625,
    1.641667, 1.658333, 1.666667, 1.691667, 1.7, 1.7, 1.733333, 1.733333, 1.775, 1.775, 1.783333, 1.783333,
    1.791667, 1.8, 1.8, 1.8, 1.808333, 1.816667, 1.833333, 1.85, 1.925, 1.95, 1.966667, 1.975, 1.983333,
    1.991667, 2.0, 2.008333, 2.041667, 2.041667, 2.05, 2.05, 2.066667, 2.075, 2.075, 2.075, 2.083333, 2.1,
    2.108333, 2.108333, 2.133333, 2.15, 2.15, 2.15, 2.15, 2.15, 2.166667, 2.166667, 2.175, 2.183333,
    2.191667, 2.191667, 2.2, 2.2, 2.208333, 2.208333, 2.225, 2.241667, 2.25, 2.25, 2.258333, 2.258333,
    2.275, 2.291667, 2.316667, 2.316667, 2.325, 2.325, 2.341667, 2.35, 2.375, 2.416667, 2.425, 2.433333,
    2.441667, 2.458333, 2.466667, 2.466667, 2.466667, 2.475, 2.5, 2.5, 2.516667, 2.55, 2.55, 2.575,
    2.583333, 2.583333, 2.6, 2.608333, 2.625, 2.633333, 2.641667, 2.641667, 2.65, 2.65, 2.65, 2.65,
    2.658333, 2.658333, 2.666667, 2.675, 2.691667, 2.725, 2.725, 2.75, 2.783333, 2.816667, 2.816667, 2.825,
    2.833333, 2.866667, 2.866667, 2.891667, 2.891667, 2.916667, 2.941667, 2.941667, 2.975, 3.0, 3.008333,
    3.016667, 3.016667, 3.025, 3.025, 3.033333, 3.041667, 3.05, 3.091667, 3.108333, 3.133333, 3.141667,
    3.158333, 3.158333, 3.191667, 3.216667, 3.233333, 3.258333, 3.258333, 3.266667, 3.266667, 3.283333,
    3.35, 3.35, 3.366667, 3.391667, 3.391667, 3.4, 3.425, 3.433333, 3.433333, 3.45, 3.45, 3.45, 3.458333,
    3.483333, 3.483333, 3.5, 3.616667, 3.616667, 3.625, 3.691667, 3.708333, 3.758333, 3.766667, 3.783333,
    3.791667, 3.791667, 3.808333, 3.925, 4.016667, 4.175, 4.191667, 4.308333, 4.308333,
  ]

  private var resampled: Resampled {
    let sum = Self.samples.reduce(0, +)
    return Resampled(
      value: 2.425, draws: Self.draws, without: Self.samples.map { (sum - $0) / 11 }, sampleCount: 12)
  }

  /// `scipy.stats.bootstrap(..., method="BCa")` and `numpy.percentile` of the same resamples; both agree to rounding, the
  /// quantiles of the normal distribution among it.
  @Test func agreesWithScipy() throws {
    let intervals = try #require(EffectIntervals(resampled))
    #expect(abs(intervals.corrected.lower - 1.4215044000014805) < 1e-9)
    #expect(abs(intervals.corrected.upper - 4.183280401472516) < 1e-9)
    #expect(abs(intervals.percentile.lower - 1.283333) < 1e-12)
    #expect(abs(intervals.percentile.upper - 3.92958335) < 1e-12)
  }

  /// The pulls of a mean are the samples.
  @Test func pullsOfAMeanAreTheSamples() throws {
    let pulls = try #require(resampled.pulls)
    // The mean and the means without a sample are rounded, and their differences taken times 11.
    #expect(zip(pulls, Self.samples).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test func isUndefinedWhereAResampleIs() {
    let undefined = Resampled(value: 1, draws: nil, without: [1, 1], sampleCount: 2)
    #expect(EffectIntervals(undefined) == nil)
    #expect(EffectIntervals(Resampled(value: .nan, draws: [1], without: [1, 1], sampleCount: 2)) == nil)
    #expect(EffectIntervals(Resampled(value: 1, draws: [1], without: [1], sampleCount: 1)) == nil)
  }

  @Test func allAlikeHaveNoWidth() throws {
    let same = Resampled(value: 2, draws: [2, 2, 2], without: [2, 2], errors: [0, 0, 0], sampleCount: 2)
    let intervals = try #require(EffectIntervals(same))
    #expect([intervals.percentile, intervals.corrected, intervals.shown].allSatisfy { $0 == Interval(2, 2) })
  }

  /// Eight of ten, by the formula in Wilson's paper: 0.490 to 0.943; none of ten: 0 to z² / (10 + z²).
  @Test func wilson() {
    let some = ProportionInterval.wilson(0.8, count: 10)
    #expect(abs(some.lower - 0.4901625) < 1e-6 && abs(some.upper - 0.9433178) < 1e-6)
    let none = ProportionInterval.wilson(0, count: 10)
    let square = NormalDistribution.quantile(0.975) * NormalDistribution.quantile(0.975)
    #expect(none.lower == 0 && abs(none.upper - square / (10 + square)) < 1e-12)
  }

  /// Values of scipy.stats.norm; `erfc` is right to some units in the last place.
  @Test func normalDistribution() {
    #expect(abs(NormalDistribution.distribution(1.3) - 0.9031995154143897) < 1e-15)
    #expect(abs(NormalDistribution.quantile(0.01) + 2.3263478740408408) < 1e-14)
    #expect(NormalDistribution.quantile(0.5).magnitude < 1e-15)
    #expect(NormalDistribution.quantile(0) == -.infinity && NormalDistribution.quantile(1) == .infinity)
  }
}
