import Store
import Studies

/// The MAD over all layers of one projection's curve in every resample of the samples: what an interval of it, or
/// of a ratio of two, is made from.
package struct MADResamples: Sendable, Equatable {
  /// Positions in the data file, ascending, of the samples that were drawn from.
  package let sampleIndices: [Int]
  /// The MAD of every resample, in the order of the draws; never empty.
  package let estimates: [Double]

  /// Draws from the finite samples of `table`; nil when they are fewer than two or there are fewer than two
  /// layers.
  package init?(_ table: SampleTable, by bootstrap: Bootstrap = .standard) {
    let rows = table.finiteRows
    var curve = [Double](repeating: 0, count: table.layerCount)
    let estimates = bootstrap.estimates(samples: rows.count) { weights in
      for layer in curve.indices { curve[layer] = 0 }
      for (weight, row) in zip(weights, rows) where weight > 0 {
        let start = row * table.layerCount
        for layer in curve.indices { curve[layer] += weight * table.values[start + layer] }
      }
      return MeanAbsoluteDifference.mean(of: curve[...]).map { $0 / Double(rows.count) }
    }
    guard let estimates else { return nil }
    sampleIndices = rows.map { table.sampleIndices[$0] }
    self.estimates = estimates
  }

  /// The central 95 %.
  package var interval: Interval { Bootstrap.interval(of: estimates) }
}
