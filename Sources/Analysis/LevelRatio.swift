import Numerics
import Store
import Studies

/// The ratio of the levels of two conditions: how many times higher the curves of one lie, such as fast over slow.
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

/// The level of every sample: per projection the mean of a statistic over layers.
///
/// Small enough to keep for every condition of a large study, and all that ratios between conditions need.
package struct SampleLevels: Sendable, Equatable {
  /// The samples that are finite in every layer of one projection.
  private struct Column: Sendable, Equatable {
    let sampleIndices: [Int]
    let values: [Double]
  }

  /// Positions in the data file, ascending, of the samples that are finite in every layer and projection.
  package let sampleIndices: [Int]
  /// Values of each projection, one for each of ``sampleIndices``.
  package let values: [[Double]]
  private let columns: [Column]

  /// Reduces one table per projection, all of one condition. Nothing is left when there is no layer.
  package init(_ tables: [SampleTable]) {
    self.init(
      columns: tables.map { table in
        let rows = table.layerCount > 0 ? table.finiteRows : []
        return Column(
          sampleIndices: rows.map { table.sampleIndices[$0] },
          values: rows.map { table.row($0).mean })
      })
  }

  private init(columns: [Column]) {
    self.columns = columns
    let common = columns.dropFirst().reduce(Set(columns.first?.sampleIndices ?? [])) {
      $0.intersection($1.sampleIndices)
    }
    sampleIndices = (columns.first?.sampleIndices ?? []).filter(common.contains)
    values = columns.map { column in
      zip(column.sampleIndices, column.values).filter { common.contains($0.0) }.map(\.1)
    }
  }

  /// The levels of one projection alone, by its position: those of all samples that are finite in it.
  package func projection(at position: Int) -> SampleLevels { SampleLevels(columns: [columns[position]]) }

  /// The mean over the samples that are finite in the projection at `position`, with its 95 % Student t interval, which
  /// is nil for a single sample; nil when there is no sample.
  package func mean(at position: Int) -> (value: Double, interval: Interval?)? {
    let values = columns[position].values
    guard !values.isEmpty else { return nil }
    let count = Double(values.count)
    let mean = values.mean
    guard values.count > 1 else { return (mean, nil) }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let reach = StudentT.critical95(freedom: count - 1) * (squares / (count - 1) / count).squareRoot()
    return (mean, Interval(mean - reach, mean + reach))
  }

  /// The values of the samples in `indices`, all of which must be here, in ascending order.
  func values(of indices: [Int]) -> [[Double]] {
    let rows = Dictionary(zip(sampleIndices, 0...)) { first, _ in first }
    let places = indices.compactMap { rows[$0] }
    return values.map { column in places.map { column[$0] } }
  }
}
