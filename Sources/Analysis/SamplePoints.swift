import Gradients
import Store
import Studies

/// One statistic against the length of the response, sample by sample.
package struct SamplePoints: Sendable, Equatable {
  /// One sample.
  package struct Point: Sendable, Equatable {
    /// Position of the sample in its data file.
    package let index: Int
    /// Tokens of the response that carry a label.
    package let labelCount: Int
    /// The statistic, averaged over layers.
    package let value: Double

    /// A point of the sample at `index`.
    package init(index: Int, labelCount: Int, value: Double) {
      self.index = index
      self.labelCount = labelCount
      self.value = value
    }
  }

  /// By their position in the data file.
  package let points: [Point]
  /// Samples left out because a value is not finite or their length is not known (imported statistics).
  package let leftOut: Int

  /// The points of one projection, or nil when it was not computed.
  package init?(_ results: ConditionResults, _ statistic: Statistic, of projection: Projection) {
    guard let table = results.table(statistic, of: projection), table.layerCount > 0 else { return nil }
    points = table.finiteRows.compactMap { row in
      guard let labelCount = results.samples[row].labelCount else { return nil }
      let value = table.row(row).reduce(0, +) / Double(table.layerCount)
      return Point(index: table.sampleIndices[row], labelCount: labelCount, value: value)
    }
    leftOut = results.samples.count - points.count
  }
}
