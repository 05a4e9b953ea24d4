import Gradients

/// How much of a condition the store holds for one model.
public struct Coverage: Sendable, Equatable {
  /// Samples that the study asks for.
  public let expected: Int
  /// Samples with gradients.
  public let computed: Int
  /// Samples without a gradient, by reason; reasons that no sample has are absent.
  public let skipped: [SkipReason: Int]

  /// Makes a coverage of `expected` samples.
  public init(expected: Int, computed: Int, skipped: [SkipReason: Int]) {
    self.expected = expected
    self.computed = computed
    self.skipped = skipped
  }

  /// Samples without a gradient, for whatever reason.
  public var skippedCount: Int { skipped.values.reduce(0, +) }

  /// Samples that are still to be computed.
  public var missing: Int { expected - computed - skippedCount }

  /// Nothing is to be computed any more.
  public var isComplete: Bool { missing == 0 }
}
