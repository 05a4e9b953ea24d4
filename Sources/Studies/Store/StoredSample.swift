import Gradients

/// A sample as a store takes it: computed, or imported with less known of it.
struct StoredSample: Sendable {
  let key: SampleKey
  /// Nil where it was not imported, and so is `labelCount`.
  let tokenCount: Int?
  let labelCount: Int?
  let outcome: SampleOutcome
}

extension StoredSample {
  init(_ sample: FinishedSample) {
    key = sample.key
    tokenCount = sample.tokens.ids.count
    labelCount = sample.tokens.labelled.count
    outcome = sample.outcome
  }
}
