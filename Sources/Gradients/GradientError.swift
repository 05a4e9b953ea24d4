/// What a caller's data can make the engine refuse.
public enum GradientError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A token id has no row in the embedding.
  case idBeyondEmbedding(id: Int32, sample: Int, rows: Int)

  /// One paragraph for the user.
  public var description: String {
    switch self {
    case .idBeyondEmbedding(let id, let sample, let rows):
      """
      Sample \(sample) of the pack holds the token id \(id), but the checkpoint's embedding has \(rows) rows \
      (ids 0 to \(rows - 1)). The tokenizer and the weights do not belong together: check that \
      tokenizer.json and model.safetensors come from the same checkpoint.
      """
    }
  }
}
