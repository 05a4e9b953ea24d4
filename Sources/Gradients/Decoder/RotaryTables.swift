import Checkpoints

/// The rotary embeddings of a decoder for the samples of one pack.
///
/// Tables that depend only on positions are shared; those that depend on the length of the text are
/// made for each sample, so that no sample's result depends on its pack.
struct RotaryTables: Sendable {
  private let descriptions: [RotaryDescription]
  private let headDimension: Int
  private let shared: [RotaryEmbedding?]

  /// Tables for samples of at most `positions` tokens.
  init(_ decoder: DecoderDescription, positions: Int) {
    descriptions = decoder.rotaries
    headDimension = decoder.headDimension
    shared = decoder.rotaries.map { description in
      description.dependsOnLength
        ? nil
        : RotaryEmbedding(
          description, headDimension: decoder.headDimension, positions: positions, tokens: positions)
    }
  }

  /// The embeddings of a sample whose whole text has `tokens` tokens.
  func embeddings(tokens: Int) -> [RotaryEmbedding] {
    zip(descriptions, shared).map { description, table in
      table ?? RotaryEmbedding(description, headDimension: headDimension, positions: tokens, tokens: tokens)
    }
  }
}
