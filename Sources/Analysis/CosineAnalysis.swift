import Gradients
import Store
import Studies

/// The cosines between gradients of one model under one condition, averaged over its samples.
///
/// As in every curve, a sample with a value that is not known or not finite is left out of that average and counted.
package struct CosineAnalysis: Sendable {
  /// The model's name in the study.
  package let model: String
  /// The condition.
  package let condition: Condition
  /// Decoder layers of the model.
  package let layerCount: Int
  private let cosines: ConditionCosines

  /// Takes `cosines`, which are averaged when asked for.
  package init(_ cosines: ConditionCosines) {
    model = cosines.model
    condition = cosines.condition
    layerCount = cosines.layerCount
    self.cosines = cosines
  }

  /// The mean cosine of adjacent layers with its 95 % intervals: value i compares layers i and i + 1. Nil when no
  /// sample has it.
  package func adjacent(_ projection: Projection) -> Curve? {
    cosines.adjacent(projection).flatMap { Curve($0) }
  }

  /// The mean cosine of two projections inside a layer (q with o, k with v) with its 95 % intervals, a value per layer.
  /// Nil when no sample has it, as where their gradients have unequal shapes.
  package func inside(_ first: Projection, _ second: Projection) -> Curve? {
    cosines.inside(first, second).flatMap { Curve($0) }
  }

  /// The mean layer × layer matrix of one projection. Nil unless all pairs were compared.
  package func matrix(_ projection: Projection) -> CosineMatrix? {
    guard let curve = cosines.matrices(projection).flatMap({ Curve($0) }) else { return nil }
    return CosineMatrix(layerCount: layerCount, mean: curve)
  }
}

/// The cosines of one projection's gradients in every two layers, averaged over samples.
package struct CosineMatrix: Sendable, Equatable {
  /// Rows and columns: the decoder layers.
  package let layerCount: Int
  /// Row-major `[layers × layers]`: symmetric, 1 on its diagonal.
  package let values: [Double]
  /// Samples that were averaged.
  package let sampleCount: Int
  /// Samples left out because a value of theirs is not known or not finite.
  package let leftOut: Int

  /// `mean` has a value for every two layers, row by row.
  fileprivate init(layerCount: Int, mean: Curve) {
    self.layerCount = layerCount
    values = mean.means
    sampleCount = mean.sampleCount
    leftOut = mean.leftOut
  }

  /// The mean cosine of layers `row` and `column`.
  package subscript(row: Int, column: Int) -> Double { values[row * layerCount + column] }
}
