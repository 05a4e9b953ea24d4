import Gradients
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
  /// is zero, negative or not finite, where a ratio means nothing.
  package init?(_ first: SampleLevels, over second: SampleLevels, by bootstrap: Bootstrap = .standard) {
    guard first.values.count == second.values.count, !first.values.isEmpty else { return nil }
    let common =
      first.sampleIndices == second.sampleIndices
      ? first.sampleIndices : Set(first.sampleIndices).intersection(second.sampleIndices).sorted()
    let pairs = Array(zip(first.values(of: common), second.values(of: common)))
    let once = [Double](repeating: 1, count: common.count)
    guard let value = LevelRatio.ratio(pairs, weights: once) else { return nil }
    self.value = value
    pairCount = common.count
    interval = LevelRatio.interval(pairs, samples: common.count, by: bootstrap)
  }

  private init(value: Double, interval: Interval?, pairCount: Int) {
    self.value = value
    self.interval = interval
    self.pairCount = pairCount
  }

  private static func interval(
    _ pairs: [([Double], [Double])], samples count: Int, by bootstrap: Bootstrap
  ) -> Interval? {
    guard let matrix = matrix(of: pairs, samples: count) else {
      return bootstrap.interval(samples: count) { ratio(pairs, weights: $0) }
    }
    return bootstrap.estimates(of: matrix, samples: count) { sums in
      ratio(pairs.indices, of: sums)
    }.map(Bootstrap.interval)
  }

  /// The values of each pair side by side; nil where one is not finite, which takes part even in resamples without it.
  private static func matrix(of pairs: [([Double], [Double])], samples count: Int) -> SampleMatrix? {
    let columns = pairs.flatMap { [$0.0, $0.1] }
    guard columns.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    var matrix = SampleMatrix(rows: count, columns: columns.count)
    for row in 0..<count { matrix.set(columns.map { $0[row] }, row: row) }
    return matrix
  }

  private static func ratio(_ pairs: [([Double], [Double])], weights: [Double]) -> Double? {
    geometricMean(pairs.lazy.map { (sum($0.0, weights), sum($0.1, weights)) })
  }

  /// The ratio of the pairs at `places`, whose sums stand side by side in `sums`.
  private static func ratio(_ places: Range<Int>, of sums: UnsafeMutableBufferPointer<Double>) -> Double? {
    geometricMean(places.lazy.map { (sums[2 * $0], sums[2 * $0 + 1]) })
  }

  private static func geometricMean(_ sums: some Collection<(above: Double, below: Double)>) -> Double? {
    var logarithms = 0.0
    for (above, below) in sums {
      guard above > 0, below > 0, above.isFinite, below.isFinite else { return nil }
      logarithms += .log(above / below)
    }
    return .exp(logarithms / Double(sums.count))
  }

  private static func sum(_ values: [Double], _ weights: [Double]) -> Double {
    zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// The ratios of the levels of two conditions of the same projections: of all together and of each.
///
/// They are what ``LevelRatio`` says, resampled once where the projections have the same samples.
struct LevelRatios: Sendable {
  /// The ratio over all projections.
  let all: LevelRatio?
  /// The ratio of each projection.
  let each: [LevelRatio?]

  init(_ first: SampleLevels, over second: SampleLevels, by bootstrap: Bootstrap = .standard) {
    guard let shared = Self.shared(first, over: second, by: bootstrap) else {
      all = LevelRatio(first, over: second, by: bootstrap)
      each = first.values.indices.map { place in
        second.values.indices.contains(place)
          ? LevelRatio(first.projection(at: place), over: second.projection(at: place), by: bootstrap) : nil
      }
      return
    }
    self = shared
  }

  private init(all: LevelRatio?, each: [LevelRatio?]) {
    self.all = all
    self.each = each
  }
}

extension LevelRatio {
  /// The ratios of each of several groups of projections that have the same finite samples, resampled once; nil where a
  /// ratio is not defined in some resample.
  fileprivate static func ratios(
    of groups: [Range<Int>], _ first: SampleLevels, over second: SampleLevels, by bootstrap: Bootstrap
  ) -> [LevelRatio]? {
    let common =
      first.sampleIndices == second.sampleIndices
      ? first.sampleIndices : Set(first.sampleIndices).intersection(second.sampleIndices).sorted()
    let pairs = Array(zip(first.values(of: common), second.values(of: common)))
    let once = [Double](repeating: 1, count: common.count)
    let values = groups.compactMap { ratio(Array(pairs[$0]), weights: once) }
    guard values.count == groups.count, let matrix = matrix(of: pairs, samples: common.count) else {
      return nil
    }
    var estimates = groups.map { _ in [Double]() }
    let drawn = bootstrap.estimates(of: matrix, samples: common.count) { sums in
      for (place, group) in groups.enumerated() {
        guard let estimate = ratio(group, of: sums), estimate.isFinite else { return nil }
        estimates[place].append(estimate)
      }
      return 0
    }
    if drawn == nil, common.count > 1 { return nil }
    return zip(values, estimates).map { value, estimates in
      LevelRatio(
        value: value, interval: drawn == nil ? nil : Bootstrap.interval(of: estimates),
        pairCount: common.count)
    }
  }
}

extension LevelRatios {
  /// All of them from one resampling; nil where projections have samples of their own or a ratio is not defined somewhere.
  private static func shared(
    _ first: SampleLevels, over second: SampleLevels, by bootstrap: Bootstrap
  ) -> LevelRatios? {
    let count = first.values.count
    guard count > 0, count == second.values.count, first.projectionsShareSamples,
      second.projectionsShareSamples
    else { return nil }
    let groups = [0..<count] + (0..<count).map { $0..<$0 + 1 }
    return LevelRatio.ratios(of: groups, first, over: second, by: bootstrap).map {
      LevelRatios(all: $0[0], each: Array($0.dropFirst()))
    }
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
  package init(_ tables: [SampleTable]) { self.init(tables.map { FiniteTable($0) }) }

  /// Reduces one table per projection, all of one condition. Nothing is left when there is no layer.
  init(_ tables: [FiniteTable]) {
    self.init(
      columns: tables.map { table in
        table.layerCount > 0
          ? Column(sampleIndices: table.sampleIndices, values: table.rowMeans)
          : Column(sampleIndices: [], values: [])
      })
  }

  private init(columns: [Column]) {
    self.columns = columns
    let first = columns.first?.sampleIndices ?? []
    guard columns.contains(where: { $0.sampleIndices != first }) else {
      sampleIndices = first
      values = columns.map(\.values)
      return
    }
    let common = columns.dropFirst().reduce(Set(first)) { $0.intersection($1.sampleIndices) }
    sampleIndices = first.filter(common.contains)
    values = columns.map { column in
      zip(column.sampleIndices, column.values).filter { common.contains($0.0) }.map(\.1)
    }
  }

  /// Whether every projection has the same finite samples.
  var projectionsShareSamples: Bool { columns.allSatisfy { $0.sampleIndices == sampleIndices } }

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
    if indices == sampleIndices { return values }
    let rows = Dictionary(zip(sampleIndices, 0...)) { first, _ in first }
    let places = indices.compactMap { rows[$0] }
    return values.map { column in places.map { column[$0] } }
  }
}

// The levels as they are kept.
extension SampleLevels {
  func encode(to writer: inout NumberWriter) {
    writer.write(columns.count)
    for column in columns {
      writer.write(column.sampleIndices)
      writer.write(column.values)
    }
  }

  /// Reads what ``encode(to:)`` wrote.
  init(_ reader: inout NumberReader) {
    let count = min(max(reader.int(), 0), Projection.allCases.count)
    self.init(
      columns: (0..<count).map { _ in Column(sampleIndices: reader.ints(), values: reader.doubles()) })
  }
}
