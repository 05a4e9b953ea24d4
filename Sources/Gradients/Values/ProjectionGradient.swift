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
  /// The smallest and the largest element, when the extrema were asked for and `Float` can hold them.
  public let extrema: ClosedRange<Double>?
  /// ‖δ‖²‖x‖² of every token over their sum, when token shares were asked for.
  ///
  /// One value per token that is run, which are all but the last: a token stands for the position that
  /// predicts the next one. All zero for a gradient of zero.
  public let tokenShares: [Float]?

  /// Makes a value; `singularValues` must be sorted, largest first.
  public init(
    layer: Int, projection: Projection, summary: SpectrumSummary, singularValues: [Double]? = nil,
    extrema: ClosedRange<Double>? = nil, tokenShares: [Float]? = nil
  ) {
    self.layer = layer
    self.projection = projection
    self.summary = summary
    self.singularValues = singularValues
    self.extrema = extrema
    self.tokenShares = tokenShares
  }
}
