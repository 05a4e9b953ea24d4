import Gradients

/// A sample as a store takes and gives it: computed, or imported with less known of it.
package struct StoredSample: Sendable {
  package let key: SampleKey
  /// Nil where it was not imported, and so is `labelCount`.
  package let tokenCount: Int?
  package let labelCount: Int?
  package let outcome: SampleOutcome
  /// The tokens, where their shares are kept.
  package var tokens: Tokens?

  package init(
    key: SampleKey, tokenCount: Int?, labelCount: Int?, outcome: SampleOutcome, tokens: Tokens? = nil
  ) {
    self.key = key
    self.tokenCount = tokenCount
    self.labelCount = labelCount
    self.outcome = outcome
    self.tokens = tokens
  }

  /// The tokens of a sample.
  package struct Tokens: Sendable {
    package let texts: [String]
    /// The first that carries a label.
    package let start: Int

    package init(texts: [String], start: Int) {
      self.texts = texts
      self.start = start
    }
  }
}
