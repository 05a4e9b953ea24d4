import Gradients
import Studies

/// One statistic against the length of the response, sample by sample.
public struct SamplePoints: Sendable, Equatable {
  /// One sample.
  public struct Point: Sendable, Equatable {
    /// Position of the sample in its data file.
    public let index: Int
    /// Tokens of the response that carry a label.
    public let labelCount: Int
    /// The statistic, averaged over layers.
    public let value: Double

    /// A point of the sample at `index`.
    public init(index: Int, labelCount: Int, value: Double) {
      self.index = index
      self.labelCount = labelCount
      self.value = value
    }
  }

  /// By their position in the data file.
  public let points: [Point]
  /// Samples left out because a value is not finite or their length is not known (imported statistics).
  public let leftOut: Int

  /// The points of one projection, or nil when it was not computed.
  public init?(_ results: ConditionResults, _ statistic: Statistic, of projection: Projection) {
    guard let table = results.table(statistic, of: projection), table.layerCount > 0 else { return nil }
    points = table.finiteRows.compactMap { row in
      guard let labelCount = results.samples[row].labelCount else { return nil }
      let value = table.row(row).reduce(0, +) / Double(table.layerCount)
      return Point(index: table.sampleIndices[row], labelCount: labelCount, value: value)
    }
    leftOut = results.samples.count - points.count
  }
}
