import Store
import Support

/// Percentile intervals by resampling samples with replacement (Efron 1979), for numbers that are not means
/// and have no closed form.
///
/// The generator and its seed are fixed, so the same data give the same interval everywhere.
package struct Bootstrap: Sendable {
  /// The number of times that the samples are drawn anew.
  package let resamples: Int
  /// The seed of ``SplitMix64``.
  package let seed: UInt64

  /// A bootstrap of `resamples` draws, at least 2.
  package init(resamples: Int, seed: UInt64) {
    precondition(resamples > 1, "a percentile needs at least two resamples")
    self.resamples = resamples
    self.seed = seed
  }

  /// The bootstrap of every number: 2000 resamples, since the ends of corrected intervals lie further out than those of plain
  /// ones, from the seed 241023743, the number of arXiv 2410.23743.
  package static let standard = Bootstrap(resamples: 2000, seed: 241_023_743)

  /// The central 95 % of `statistic` over resamples of `count` samples.
  ///
  /// `statistic` gets how often each sample was drawn, `count` whole numbers that add up to `count`.
  /// - Returns: nil when there are fewer than two samples, or when the statistic is undefined (nil or not
  ///   finite) for any resample, since leaving such resamples out would make the interval too narrow.
  package func interval(samples count: Int, of statistic: ([Double]) -> Double?) -> Interval? {
    estimates(samples: count, of: statistic).map(Self.interval)
  }

  /// The values of `statistic` in all resamples, in the order in which they are drawn; nil where
  /// ``interval(samples:of:)`` is.
  ///
  /// The draws depend on `count` alone: estimates of two statistics of the same samples belong together, one
  /// by one.
  package func estimates(samples count: Int, of statistic: ([Double]) -> Double?) -> [Double]? {
    guard count > 1 else { return nil }
    var estimates: [Double] = []
    estimates.reserveCapacity(resamples)
    forEachResample(of: count) { weights in
      guard let estimate = statistic(weights), estimate.isFinite else { return false }
      estimates.append(estimate)
      return true
    }
    return estimates.count == resamples ? estimates : nil
  }

  /// Calls `body` with how often each of `count` samples was drawn, for every resample until it returns false.
  func forEachResample(of count: Int, _ body: ([Double]) -> Bool) {
    var generator = SplitMix64(seed: seed)
    var weights = [Double](repeating: 0, count: count)
    for _ in 0..<resamples {
      for index in weights.indices { weights[index] = 0 }
      for _ in 0..<count { weights[generator.index(below: count)] += 1 }
      guard body(weights) else { return }
    }
  }

  /// The central 95 % of `estimates`, in any order; there must be at least one.
  static func interval(of estimates: [Double]) -> Interval {
    let sorted = estimates.sorted()
    return Interval(sorted.quantile(0.025), sorted.quantile(0.975))
  }
}

extension Bootstrap {
  /// The central 95 % of `value`, a number made from the mean curves of `tables`, over resamples of the samples that are
  /// finite in at least one of them; nil where ``interval(samples:of:)`` is.
  ///
  /// A table's mean curve is over those of the drawn samples that the table has: with every sample drawn once it is the
  /// curve that ``Curve`` has.
  package func interval(ofMeanCurves tables: [SampleTable], _ value: ([[Double]]) -> Double?) -> Interval? {
    let finite = tables.map { table in table.finiteRows.map { (table.sampleIndices[$0], $0) } }
    let indices = Set(finite.joined().map(\.0)).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(indices, 0...))
    // Of each table its layers, and a column that counts the samples which it has.
    let starts = tables.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.layerCount + 1) }
    var matrix = SampleMatrix(rows: indices.count, columns: starts[tables.count])
    for (number, (table, rows)) in zip(tables, finite).enumerated() {
      for (index, row) in rows {
        guard let place = places[index] else { continue }
        matrix.set(table.row(row), row: place, from: starts[number])
        matrix.set(CollectionOfOne(1), row: place, from: starts[number + 1] - 1)
      }
    }
    return estimates(of: matrix, samples: indices.count) { sums in
      var curves: [[Double]] = []
      for number in tables.indices {
        let total = sums[starts[number + 1] - 1]
        guard total > 0 else { return nil }
        curves.append(sums[starts[number]..<starts[number + 1] - 1].map { $0 / total })
      }
      return value(curves)
    }.map(Self.interval)
  }
}
