import Gradients

/// How much of a condition the store holds for one model.
package struct Coverage: Sendable, Equatable {
  /// Samples that the study asks for.
  package let expected: Int
  /// Samples with gradients.
  package let computed: Int
  /// Samples without a gradient, by reason; reasons that no sample has are absent.
  package let skipped: [SkipReason: Int]

  /// Makes a coverage of `expected` samples.
  package init(expected: Int, computed: Int, skipped: [SkipReason: Int]) {
    self.expected = expected
    self.computed = computed
    self.skipped = skipped
  }

  /// Samples without a gradient, for whatever reason.
  package var skippedCount: Int { skipped.values.reduce(0, +) }

  /// Samples that are still to be computed.
  package var missing: Int { expected - computed - skippedCount }

  /// Nothing is to be computed any more.
  package var isComplete: Bool { missing == 0 }
}
