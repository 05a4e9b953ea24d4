import Gradients
import Numerics
import Studies

/// How many times more unevenly the gradients of one condition spread over layers than those of another: the
/// ratio of their MAD over all layers. Over several projections it is the geometric mean of theirs.
package struct MADRatio: Sendable, Equatable {
  /// The ratio: above 1 where the first condition is less even.
  package let value: Double
  /// A 95 % percentile interval from ``Bootstrap``; only for statistics whose resamples are kept.
  ///
  /// Conditions with the same samples are resampled together. Where some samples are in one condition only, the
  /// two are resampled independently, which makes the interval wider than pairing would.
  package let interval: Interval?
  /// Samples of the condition that has fewer.
  package let sampleCount: Int

  /// Compares the curves of `statistic` of the given projections.
  ///
  /// Nil when there is no projection, a curve is missing, or a MAD is zero, where a ratio means nothing.
  package init?(
    _ first: ConditionAnalysis, over second: ConditionAnalysis, _ statistic: Statistic,
    of projections: [Projection]
  ) {
    var logarithms: [Double] = []
    var counts: [Int] = []
    for projection in projections {
      guard let a = first.mad(statistic, of: projection)?.all,
        let b = second.mad(statistic, of: projection)?.all, a > 0, b > 0
      else { return nil }
      logarithms.append(.log(a / b))
      counts += [first, second].compactMap { $0.curve(statistic, of: projection)?.sampleCount }
    }
    guard let least = counts.min() else { return nil }
    value = .exp(Self.mean(logarithms))
    sampleCount = least
    interval = Self.interval(first, second, statistic, projections)
  }

  private static func interval(
    _ first: ConditionAnalysis, _ second: ConditionAnalysis, _ statistic: Statistic,
    _ projections: [Projection]
  ) -> Interval? {
    let pairs = projections.compactMap { projection in
      first.madResamples(statistic, of: projection).flatMap { a in
        second.madResamples(statistic, of: projection).map { b in (a, b) }
      }
    }
    guard pairs.count == projections.count, let count = pairs.first?.0.estimates.count else { return nil }
    let areAllPaired = pairs.allSatisfy { $0.0.sampleIndices == $0.1.sampleIndices }
    // Draws of unequal samples with one seed are neither paired nor independent; half the list apart they are.
    let shift = areAllPaired ? 0 : count / 2
    let ratios = (0..<count).map { draw in
      Double.exp(mean(pairs.map { .log($0.0.estimates[draw] / $0.1.estimates[(draw + shift) % count]) }))
    }
    return ratios.allSatisfy(\.isFinite) ? Bootstrap.interval(of: ratios) : nil
  }

  private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
