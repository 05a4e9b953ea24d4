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

  /// A curve that was averaged before, as a download has it.
  package init(means: [Double], intervals: [Interval], sampleCount: Int, leftOut: Int) {
    precondition(intervals.isEmpty || intervals.count == means.count, "an interval for every mean, or none")
    self.means = means
    self.intervals = intervals
    self.sampleCount = sampleCount
    self.leftOut = leftOut
  }

  /// Averages the rows of `table` that are finite in every layer; nil when there is no such row or no layer.
  package init?(_ table: SampleTable) { self.init(FiniteTable(table)) }

  /// Averages the rows of `table`; nil when there is no row or no layer.
  init?(_ table: FiniteTable) {
    guard table.count > 0, table.layerCount > 0 else { return nil }
    let moments = Curve.moments(of: table)
    means = moments.means
    sampleCount = table.count
    leftOut = table.leftOut
    guard table.count > 1 else {
      intervals = []
      return
    }
    let count = Double(table.count)
    let factor = StudentT.critical95(freedom: count - 1) / count.squareRoot()
    intervals = zip(moments.means, moments.squares).map { mean, squares in
      let reach = factor * (squares / (count - 1)).squareRoot()
      return Interval(mean - reach, mean + reach)
    }
  }

  /// The mean over layers: how high the curve lies.
  package var level: Double { means.mean }

  /// Finds the mean over rows per layer and the sum of squared distances from it, in two passes so that a
  /// large mean costs no digits.
  private static func moments(of table: FiniteTable) -> (means: [Double], squares: [Double]) {
    let layerCount = table.layerCount
    var means = [Double](repeating: 0, count: layerCount)
    var squares = means
    table.values.withUnsafeBufferPointer { values in
      means.withUnsafeMutableBufferPointer { means in
        squares.withUnsafeMutableBufferPointer { squares in
          for start in stride(from: 0, to: values.count, by: layerCount) {
            for layer in 0..<layerCount { means[layer] += values[start + layer] }
          }
          for layer in 0..<layerCount { means[layer] /= Double(table.count) }
          for start in stride(from: 0, to: values.count, by: layerCount) {
            for layer in 0..<layerCount {
              let distance = values[start + layer] - means[layer]
              squares[layer] += distance * distance
            }
          }
        }
      }
    }
    return (means, squares)
  }
}

// The curve as it is kept.
extension Curve {
  func encode(to writer: inout NumberWriter) {
    writer.write(sampleCount)
    writer.write(leftOut)
    writer.write(means)
    writer.write(intervals.map(\.lower))
    writer.write(intervals.map(\.upper))
  }

  /// Reads what ``encode(to:)`` wrote.
  init(_ reader: inout NumberReader) {
    sampleCount = reader.int()
    leftOut = reader.int()
    means = reader.doubles()
    intervals = zip(reader.doubles(), reader.doubles()).map { Interval($0, $1) }
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
