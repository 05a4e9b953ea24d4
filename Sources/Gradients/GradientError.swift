/// Reason why the engine refuses a caller's samples.
public enum GradientError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The token id of a sample, counted from 0 within its batch, has no row in the embedding of `rows` rows.
  case idBeyondEmbedding(id: Int32, sample: Int, rows: Int)

  /// One paragraph for the user.
  public var description: String {
    switch self {
    case .idBeyondEmbedding(let id, let sample, let rows):
      """
      Sample \(sample) of the batch holds the token id \(id), but the checkpoint's embedding has \(rows) rows \
      (ids 0 to \(rows - 1)). The tokenizer and the weights do not belong together: check that \
      tokenizer.json and model.safetensors come from the same checkpoint.
      """
    }
  }
}
