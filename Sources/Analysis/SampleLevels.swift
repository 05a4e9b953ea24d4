import Studies

/// How high each sample lies: per projection the mean of a statistic over layers.
///
/// Small enough to keep for every condition of a large study, and all that ratios between conditions need.
public struct SampleLevels: Sendable, Equatable {
  /// Positions in the data file, ascending, of the samples that are finite in every layer and projection.
  public let sampleIndices: [Int]
  /// For each projection one value per sample.
  public let values: [[Double]]

  /// Reduces one table per projection, all of one condition. Nothing is left when there is no layer.
  public init(_ tables: [SampleTable]) {
    let finite = tables.map { Set($0.finiteRows) }
    let rows = (tables.first?.sampleIndices.indices ?? 0..<0).filter { row in
      tables.allSatisfy { $0.layerCount > 0 } && finite.allSatisfy { $0.contains(row) }
    }
    sampleIndices = rows.map { tables[0].sampleIndices[$0] }
    values = tables.map { table in
      rows.map { table.row($0).reduce(0, +) / Double(table.layerCount) }
    }
  }

  private init(sampleIndices: [Int], values: [[Double]]) {
    self.sampleIndices = sampleIndices
    self.values = values
  }

  /// The same of a single projection, by its position.
  public func projection(at position: Int) -> SampleLevels {
    SampleLevels(sampleIndices: sampleIndices, values: [values[position]])
  }

  /// The mean over samples of the projection at `position`, with its 95 % Student t interval, which is nil for a
  /// single sample; nil when there is no sample.
  public func mean(at position: Int) -> (value: Double, interval: Interval?)? {
    let values = values[position]
    guard !values.isEmpty else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
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
