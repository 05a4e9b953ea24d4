import Numerics
import Studies

/// How many times higher one condition's curves lie than another's: fast over slow, instruct over base.
///
/// The level of a projection is the mean of its statistic over samples and layers. Only *paired* samples
/// count: those present and finite in both conditions for every projection. Over several projections the ratio is
/// the geometric mean of theirs, so that the projection with the largest numbers does not decide alone.
public struct LevelRatio: Sendable, Equatable {
  /// The ratio: above 1 where the first condition lies higher.
  public let value: Double
  /// A 95 % percentile interval from ``Bootstrap`` over the pairs; nil for a single pair.
  public let interval: Interval?
  /// Samples present in both conditions.
  public let pairCount: Int

  /// Compares two conditions, given as one table per projection in the same order.
  ///
  /// Nil when there is no pair, no projection, the depths differ, or a level is zero or negative, where a ratio
  /// means nothing.
  public init?(_ first: [SampleTable], over second: [SampleTable], by bootstrap: Bootstrap = .standard) {
    guard !first.isEmpty, first.count == second.count,
      Set((first + second).map(\.layerCount)).count == 1
    else { return nil }
    let common = LevelRatio.commonSamples(first + second)
    let pairs = zip(first, second).map { (LevelRatio.levels($0, common), LevelRatio.levels($1, common)) }
    let once = [Double](repeating: 1, count: common.count)
    guard let value = LevelRatio.ratio(pairs, weights: once) else { return nil }
    self.value = value
    pairCount = common.count
    interval = bootstrap.interval(samples: common.count) { LevelRatio.ratio(pairs, weights: $0) }
  }

  /// Indices of the samples that are finite in every table, ascending.
  private static func commonSamples(_ tables: [SampleTable]) -> [Int] {
    let sets = tables.map { table in Set(table.finiteRows.map { table.sampleIndices[$0] }) }
    let common = sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) }
    return common.sorted()
  }

  /// The mean over layers of each sample of `common`, which the table must hold.
  private static func levels(_ table: SampleTable, _ common: [Int]) -> [Double] {
    var next = 0
    return common.map { index in
      while table.sampleIndices[next] != index { next += 1 }
      return table.row(next).reduce(0, +) / Double(table.layerCount)
    }
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
