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

  /// The points in the order of their position in the data file.
  package let points: [Point]
  /// Samples left out because a value is not finite or their length is not known (imported statistics).
  package let leftOut: Int

  /// The points of one projection, or nil when it was not computed.
  package init?(_ results: ConditionResults, _ statistic: Statistic, of projection: Projection) {
    guard let table = results.table(statistic, of: projection), table.layerCount > 0 else { return nil }
    points = table.finiteRows.compactMap { row in
      guard let labelCount = results.samples[row].labelCount else { return nil }
      let value = table.row(row).mean
      return Point(index: table.sampleIndices[row], labelCount: labelCount, value: value)
    }
    leftOut = results.samples.count - points.count
  }
}

/// Rank correlation: whether one quantity rises with another, in whatever way.
package enum RankCorrelation {
  /// Spearman's ρ (1904), from −1 to 1: Pearson's correlation of the ranks; equal values share the mean of theirs.
  ///
  /// Nil when there are fewer than three pairs, one side is constant, or a value is not finite. The lists must be
  /// equally long.
  package static func spearman(_ x: [Double], _ y: [Double]) -> Double? {
    precondition(x.count == y.count, "a correlation needs pairs")
    guard x.count > 2, x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite) else { return nil }
    let a = ranks(of: x)
    let b = ranks(of: y)
    // The mean of the ranks 1 to n, ties or not.
    let middle = Double(x.count + 1) / 2
    var products = 0.0
    var (squaresOfA, squaresOfB) = (0.0, 0.0)
    for (p, q) in zip(a, b) {
      products += (p - middle) * (q - middle)
      squaresOfA += (p - middle) * (p - middle)
      squaresOfB += (q - middle) * (q - middle)
    }
    guard squaresOfA > 0, squaresOfB > 0 else { return nil }
    return products / (squaresOfA * squaresOfB).squareRoot()
  }

  private static func ranks(of values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for place in start...end { ranks[order[place]] = Double(start + end) / 2 + 1 }
      start = end + 1
    }
    return ranks
  }
}
