import Gradients

/// A sample as a store takes and gives it: computed, or imported with less known of it.
struct StoredSample: Sendable {
  let key: SampleKey
  /// Nil where it was not imported, and so is `labelCount`.
  let tokenCount: Int?
  let labelCount: Int?
  let outcome: SampleOutcome
  /// The tokens, where their shares are kept.
  var tokens: Tokens?

  /// The tokens of a sample.
  struct Tokens: Sendable {
    let texts: [String]
    /// The first that carries a label.
    let start: Int
  }
}

extension StoredSample {
  /// A computed sample; `texts` gives those of token ids, and none where no token shares are kept.
  init(_ sample: FinishedSample, texts: ([Int32]) -> [String]) {
    let texts = texts(sample.tokens.ids)
    tokens = texts.isEmpty ? nil : Tokens(texts: texts, start: sample.tokens.labelled.lowerBound)
    key = sample.key
    tokenCount = sample.tokens.ids.count
    labelCount = sample.tokens.labelled.count
    outcome = sample.outcome
  }
}
