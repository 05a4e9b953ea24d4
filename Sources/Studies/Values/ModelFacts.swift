/// What the store remembers of a checkpoint, so that a report needs no checkpoint.
public struct ModelFacts: Sendable, Hashable {
  /// Identifies the checkpoint by its content.
  public let fingerprint: ContentHash
  /// The family's name for people, such as `Llama`.
  public let family: String
  /// Decoder layers.
  public let layerCount: Int
  /// Width of the residual stream; nil where only statistics of the model were imported.
  public let hiddenSize: Int?
  /// Rows of the embedding; nil likewise.
  public let vocabularySize: Int?
  /// All parameters, embeddings included; a tied head counts once; nil likewise.
  public let parameterCount: Int?

  /// Makes facts of the checkpoint with that `fingerprint`.
  public init(
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
