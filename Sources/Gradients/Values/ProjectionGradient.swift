/// What is known of the gradient of one projection in one layer for one sample.
public struct ProjectionGradient: Sendable, Equatable {
  /// Index of the decoder layer, from 0 at the embedding.
  public let layer: Int
  /// Which weight matrix of the layer.
  public let projection: Projection
  /// The numbers that are always kept.
  public let summary: SpectrumSummary
  /// All r = min(T, m, n) singular values, largest first, when the full spectrum was asked for.
  public let singularValues: [Double]?

  /// Makes a value; `singularValues` must be sorted, largest first.
  public init(layer: Int, projection: Projection, summary: SpectrumSummary, singularValues: [Double]?) {
    self.layer = layer
    self.projection = projection
    self.summary = summary
    self.singularValues = singularValues
  }
}
