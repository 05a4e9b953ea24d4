/// The loss of one sample and the gradients it gives.
public struct SampleGradients: Sendable, Equatable {
  /// Mean cross-entropy over the labelled positions, in nats.
  public let loss: Double
  /// One entry per layer and projection asked for, ordered by layer, then q, k, v, o.
  public let gradients: [ProjectionGradient]
  /// The cosines asked for, ordered by their first and then their second place.
  public let cosines: [GradientCosine]

  /// Makes a value; `gradients` and `cosines` must be ordered as they say.
  public init(loss: Double, gradients: [ProjectionGradient], cosines: [GradientCosine] = []) {
    self.loss = loss
    self.gradients = gradients
    self.cosines = cosines
  }
}
