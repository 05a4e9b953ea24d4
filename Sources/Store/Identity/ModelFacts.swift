import Support

/// What the store remembers of a checkpoint, so that a report needs no checkpoint.
package struct ModelFacts: Sendable, Hashable {
  /// Identifies the checkpoint by its content.
  package let fingerprint: ContentHash
  /// The family's name for people, such as `Llama`.
  package let family: String
  /// Decoder layers.
  package let layerCount: Int
  /// Width of the residual stream; nil where only statistics of the model were imported.
  package let hiddenSize: Int?
  /// Rows of the embedding; nil likewise.
  package let vocabularySize: Int?
  /// All parameters, embeddings included; a tied head counts once; nil likewise.
  package let parameterCount: Int?

  /// Makes facts of the checkpoint with that `fingerprint`.
  package init(
    fingerprint: ContentHash, family: String, layerCount: Int, hiddenSize: Int?, vocabularySize: Int?,
    parameterCount: Int?
  ) {
    self.fingerprint = fingerprint
    self.family = family
    self.layerCount = layerCount
    self.hiddenSize = hiddenSize
    self.vocabularySize = vocabularySize
    self.parameterCount = parameterCount
  }
}
