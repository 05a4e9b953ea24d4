import Numerics

/// The 95 % intervals of a resampled number.
///
/// Three are made, for each is what other programs print, and none alone holds what it promises on every kind of data
/// (`CoverageTests` measures it): percentiles of the resamples (Efron 1979), which lean to one side where data are skewed;
/// BCa, bias-corrected and accelerated (Efron 1987), too narrow where tails are heavy; and studentised ones (bootstrap-t,
/// Efron 1981), too narrow where a ratio's terms are skewed alike. ``shown`` is what holds: from the smaller to the larger
/// end of the studentised interval and of percentiles that are made wider for few samples, the normal quantile 1.96 replaced
/// by Student's t times √(n / (n − 1)) (Hesterberg 2015, “What teachers should know about the bootstrap”).
package struct EffectIntervals: Sendable, Equatable {
  /// The central 95 % of the resamples.
  package let percentile: Interval
  /// BCa.
  package let corrected: Interval
  /// What figures, tables and verdicts show.
  package let shown: Interval

  package init(percentile: Interval, corrected: Interval, shown: Interval) {
    (self.percentile, self.corrected, self.shown) = (percentile, corrected, shown)
  }

  /// Nil where the number, a resample or the number without some sample is undefined.
  package init?(_ resampled: Resampled) {
    guard resampled.value.isFinite, let draws = resampled.draws, let without = resampled.without,
      resampled.sampleCount > 1
    else { return nil }
    let sorted = draws.sorted()
    let correction = BiasCorrection(value: resampled.value, draws: draws, without: without)
    let wide = Self.widened(sorted, samples: resampled.sampleCount)
    let studentised = Self.studentised(resampled) ?? wide
    percentile = Interval(sorted.quantile(0.025), sorted.quantile(0.975))
    corrected = correction.interval(sorted)
    shown = Interval(min(wide.lower, studentised.lower), max(wide.upper, studentised.upper))
  }

  /// One interval for all three, where resampling tells nothing.
  init(_ interval: Interval) { self.init(percentile: interval, corrected: interval, shown: interval) }

  /// Percentiles of `sorted` resamples, made wider for few samples.
  private static func widened(_ sorted: [Double], samples count: Int) -> Interval {
    let n = Double(count)
    let reach = StudentT.critical95(freedom: n - 1) * (n / (n - 1)).squareRoot()
    return Interval(
      sorted.quantile(NormalDistribution.distribution(-reach)),
      sorted.quantile(NormalDistribution.distribution(reach)))
  }

  /// The number less the 97.5 % and the 2.5 % quantile of (resample − number) / error of the resample, times its own error;
  /// nil where so many resamples have no spread that a quantile is one of these.
  private static func studentised(_ resampled: Resampled) -> Interval? {
    guard let draws = resampled.draws, let errors = resampled.errors, let pulls = resampled.pulls else {
      return nil
    }
    let n = Double(pulls.count)
    let squares = pulls.reduce(0) { $0 + ($1 - resampled.value) * ($1 - resampled.value) }
    let error = (squares / n / (n - 1)).squareRoot()
    let sorted = zip(draws, errors).map { ($0 - resampled.value) / $1 }.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return nil }
    let ends = [sorted.quantile(0.975), sorted.quantile(0.025)].map { resampled.value - $0 * error }
    return ends.allSatisfy(\.isFinite) ? Interval(ends[0], ends[1]) : nil
  }

  /// The intervals with `body` applied to their ends, which must not turn them round.
  func map(_ body: @escaping (Double) -> Double) -> EffectIntervals {
    let mapped = { (interval: Interval) in Interval(body(interval.lower), body(interval.upper)) }
    return EffectIntervals(
      percentile: mapped(percentile), corrected: mapped(corrected), shown: mapped(shown))
  }
}

/// The two numbers of BCa (Efron 1987; Efron and Tibshirani 1993, chapter 14).
struct BiasCorrection {
  /// z₀: how far the median of the resamples lies from the number, in standard deviations.
  let bias: Double
  /// a: how fast the spread changes with the number, from the values without each sample.
  let acceleration: Double

  /// `without` are the values without each sample in turn.
  init(value: Double, draws: [Double], without: [Double]) {
    let below = draws.count { $0 < value }
    let equal = draws.count { $0 == value }
    bias = NormalDistribution.quantile((Double(below) + Double(equal) / 2) / Double(draws.count))
    let middle = without.mean
    var (squares, cubes) = (0.0, 0.0)
    for value in without {
      let distance = middle - value
      squares += distance * distance
      cubes += distance * distance * distance
    }
    let acceleration = cubes / (6 * squares * squares.squareRoot())
    self.acceleration = acceleration.isFinite ? acceleration : 0
  }

  /// The 95 % interval from resamples in ascending order; plain percentiles where all of them lie on one side of the number.
  func interval(_ sorted: [Double]) -> Interval {
    let reach = NormalDistribution.quantile(0.975)
    return Interval(sorted.quantile(fraction(-reach)), sorted.quantile(fraction(reach)))
  }

  /// The fraction of the resamples that lies below the end at the normal quantile `z`.
  private func fraction(_ z: Double) -> Double {
    guard bias.isFinite else { return NormalDistribution.distribution(z) }
    let moved = bias + z
    let stretch = 1 - acceleration * moved
    // Beyond the pole of the formula the end lies outside all resamples.
    guard stretch > 0 else { return z < 0 ? 0 : 1 }
    return NormalDistribution.distribution(bias + moved / stretch)
  }
}

/// Wilson's interval of a proportion (1927): of an AUC, and where all of n responses are alike and resampling has no spread.
package enum ProportionInterval {
  /// The 95 % interval of `proportion` among `count`, at least 1. With ties that count half it is too wide, not too narrow.
  package static func wilson(_ proportion: Double, count: Int) -> Interval {
    let z = NormalDistribution.quantile(0.975)
    let n = Double(count)
    let middle = proportion + z * z / (2 * n)
    let reach = z * (proportion * (1 - proportion) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    return Interval(max((middle - reach) / scale, 0), min((middle + reach) / scale, 1))
  }
}
