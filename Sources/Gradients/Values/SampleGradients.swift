/// The loss of one sample and the gradients it gives.
public struct SampleGradients: Sendable, Equatable {
  /// Mean cross-entropy over the labelled positions, in nats.
  public let loss: Double
  /// One entry per layer and projection asked for, ordered by layer, then q, k, v, o.
  public let gradients: [ProjectionGradient]

  /// Makes a value; `gradients` must be ordered by layer, then projection.
  public init(loss: Double, gradients: [ProjectionGradient]) {
    self.loss = loss
    self.gradients = gradients
  }
}
