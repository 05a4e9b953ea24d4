/// What a sample has beside its gradients: how long its response is and how large its loss.
package struct SampleSize: Sendable, Equatable {
  /// Position in the data file.
  package let index: Int
  /// Tokens of the response that carry a label; nil where that is not known (imported statistics).
  package let labelCount: Int?
  /// The mean cross-entropy over those, in nats.
  package let loss: Double
}
