import Store
import Studies

/// MAD: the mean of |c[i+1] − c[i]| along a curve, which tells how unevenly gradients spread over layers
/// (arXiv 2410.23743).
package struct MeanAbsoluteDifference: Sendable, Equatable {
  /// Over all layers; nil for a curve of fewer than two.
  package let all: Double?
  /// Within the early layers; nil when they are fewer than two. As in the papers' own procedure, the step from
  /// one part to the next belongs to none of the parts.
  package let early: Double?
  /// Within the middle layers; nil when they are fewer than two.
  package let middle: Double?
  /// Within the last layers; nil when they are fewer than two.
  package let last: Double?

  /// The MAD of a curve with one value per layer.
  package init(_ curve: [Double]) {
    let parts = LayerParts(layerCount: curve.count)
    all = MeanAbsoluteDifference.mean(of: curve[...])
    early = MeanAbsoluteDifference.mean(of: curve[parts.early])
    middle = MeanAbsoluteDifference.mean(of: curve[parts.middle])
    last = MeanAbsoluteDifference.mean(of: curve[parts.last])
  }

  /// A 95 % bootstrap percentile interval of ``all`` over the finite samples of `table`; nil when they are
  /// fewer than two or there are fewer than two layers.
  package static func interval(of table: SampleTable, by bootstrap: Bootstrap = .standard) -> Interval? {
    MADResamples(table, by: bootstrap)?.interval
  }

  static func mean(of values: ArraySlice<Double>) -> Double? {
    guard values.count > 1 else { return nil }
    var sum = 0.0
    for (value, next) in zip(values, values.dropFirst()) { sum += abs(next - value) }
    return sum / Double(values.count - 1)
  }
}
