import Store
import Studies

/// One statistic of one projection as a function of layer, averaged over the samples of a condition.
package struct Curve: Sendable, Equatable {
  /// The mean over samples, one value per layer.
  package let means: [Double]
  /// The 95 % Student t interval of each mean, `mean ± t · s/√n`; empty when one sample leaves no spread to
  /// estimate.
  package let intervals: [Interval]
  /// Samples that were averaged: the n of the means and of the intervals.
  package let sampleCount: Int
  /// Samples left out because a value of their row is not finite.
  package let leftOut: Int

  /// Averages the rows of `table` that are finite in every layer; nil when there is no such row or no layer.
  package init?(_ table: SampleTable) {
    let rows = table.finiteRows
    guard !rows.isEmpty, table.layerCount > 0 else { return nil }
    let moments = Curve.moments(of: table, rows: rows)
    means = moments.means
    sampleCount = rows.count
    leftOut = table.sampleIndices.count - rows.count
    guard rows.count > 1 else {
      intervals = []
      return
    }
    let count = Double(rows.count)
    let factor = StudentT.critical95(freedom: count - 1) / count.squareRoot()
    intervals = zip(moments.means, moments.squares).map { mean, squares in
      let reach = factor * (squares / (count - 1)).squareRoot()
      return Interval(mean - reach, mean + reach)
    }
  }

  /// The mean over layers: how high the curve lies.
  package var level: Double { means.mean }

  /// Finds the mean over `rows` per layer and the sum of squared distances from it, in two passes so that a
  /// large mean costs no digits.
  private static func moments(of table: SampleTable, rows: [Int]) -> (means: [Double], squares: [Double]) {
    var means = [Double](repeating: 0, count: table.layerCount)
    for row in rows {
      for (layer, value) in table.row(row).enumerated() { means[layer] += value }
    }
    for layer in means.indices { means[layer] /= Double(rows.count) }
    var squares = [Double](repeating: 0, count: table.layerCount)
    for row in rows {
      for (layer, value) in table.row(row).enumerated() {
        squares[layer] += (value - means[layer]) * (value - means[layer])
      }
    }
    return (means, squares)
  }
}

/// RD, the relative difference: how far the curve b of irrelevant responses lies from the curve a of correct ones,
/// |a − b| / |a| (arXiv 2410.23743).
package struct RelativeDifference: Sendable, Equatable {
  /// |a − b| / |a| of each layer.
  package let layers: [Double]

  /// Compares the correct curve a with the irrelevant curve b; nil when they are of different depth or empty.
  /// A zero in a is read as 1e-10, so that such a layer gives a very large number and not a division by zero.
  package init?(correct: [Double], irrelevant: [Double]) {
    guard correct.count == irrelevant.count, !correct.isEmpty else { return nil }
    layers = zip(correct, irrelevant).map { a, b in
      let base = a == 0 ? 1e-10 : a
      return abs(base - b) / abs(base)
    }
  }

  /// The mean over layers.
  package var mean: Double { layers.mean }
}

extension SampleTable {
  /// The rows whose values are all finite, ascending.
  package var finiteRows: [Int] {
    sampleIndices.indices.filter { row($0).allSatisfy(\.isFinite) }
  }
}
