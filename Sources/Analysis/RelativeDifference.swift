/// RD: how far the curve of irrelevant responses lies from that of correct ones, |a − b| / |a|
/// (arXiv 2410.23743).
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
  package var mean: Double { layers.reduce(0, +) / Double(layers.count) }
}
