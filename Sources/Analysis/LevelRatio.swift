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
  /// The 95 % interval over the pairs that claims have too, ``EffectIntervals/shown``; nil for a single pair.
  package let interval: Interval?
  /// Samples present in both conditions.
  package let pairCount: Int

  /// Compares two conditions of the same projections.
  ///
  /// Nil when there is no pair or no projection, when they have different numbers of projections, or when a level
  /// is zero, negative or not finite, where a ratio means nothing.
  package init?(_ first: SampleLevels, over second: SampleLevels, by bootstrap: Bootstrap = .standard) {
    guard first.values.count == second.values.count, !first.values.isEmpty,
      let ratio = LevelRatio.ratios(of: [first.values.indices], first, over: second, by: bootstrap)[0]
    else { return nil }
    self = ratio
  }

  private init(value: Double, interval: Interval?, pairCount: Int) {
    self.value = value
    self.interval = interval
    self.pairCount = pairCount
  }

  /// The ratio of each of several groups of projections over the samples that both conditions have, all resampled together;
  /// nil for a group that has none.
  fileprivate static func ratios(
    of groups: [Range<Int>], _ first: SampleLevels, over second: SampleLevels, by bootstrap: Bootstrap
  ) -> [LevelRatio?] {
    let common =
      first.sampleIndices == second.sampleIndices
      ? first.sampleIndices : Set(first.sampleIndices).intersection(second.sampleIndices).sorted()
    let pairs = zip(first.values(of: common), second.values(of: common)).flatMap { [$0, $1] }
    // A value that is not finite would take part even in the resamples without it.
    guard !common.isEmpty, pairs.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      return groups.map { _ in nil }
    }
    var columns = SampleColumns(rowCount: common.count)
    _ = columns.add(common.indices.map { row in pairs.map { $0[row] } })
    let found = bootstrap.resampled(columns) { sums in groups.map { logarithm(of: $0, sums) } }
    return found.map { number in
      guard number.value.isFinite else { return nil }
      let intervals = EffectIntervals(number)?.map { .exp($0) }
      return LevelRatio(value: .exp(number.value), interval: intervals?.shown, pairCount: common.count)
    }
  }

  /// The logarithm of the geometric mean of the ratios of the projections in `group`, whose sums stand side by side; not a
  /// number where one means nothing.
  private static func logarithm(of group: Range<Int>, _ sums: UnsafeMutableBufferPointer<Double>) -> Double {
    var logarithms = 0.0
    for place in group {
      let (above, below) = (sums[2 * place], sums[2 * place + 1])
      guard above > 0, below > 0, above.isFinite, below.isFinite else { return .nan }
      logarithms += .log(above / below)
    }
    return logarithms / Double(group.count)
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
    let places = first.values.indices
    let isShared = !places.isEmpty && places == second.values.indices
    guard isShared, first.projectionsShareSamples, second.projectionsShareSamples else {
      all = LevelRatio(first, over: second, by: bootstrap)
      each = places.map { place in
        second.values.indices.contains(place)
          ? LevelRatio(first.projection(at: place), over: second.projection(at: place), by: bootstrap) : nil
      }
      return
    }
    let ratios = LevelRatio.ratios(
      of: [places] + places.map { $0..<$0 + 1 }, first, over: second, by: bootstrap)
    all = ratios[0]
    each = Array(ratios.dropFirst())
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
