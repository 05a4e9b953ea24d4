import Gradients

/// What a run did and how complete its results are.
package struct RunSummary: Sendable, Equatable {
  /// Samples that were computed or skipped this time.
  package let finished: Int
  /// Samples that needed no work: they were there when the run began.
  package let found: Int
  /// All samples without a gradient, this time's and those of earlier runs, by reason.
  package let skipped: [SkipReason: Int]
  /// Samples that are still missing; not zero only after a run that was cancelled.
  package let missing: Int
  /// Whether the run was stopped before its end. Everything finished is stored.
  package let wasCancelled: Bool
  /// Tokens of the samples finished this time.
  package let tokens: Int
  /// Seconds from the first batch to the last.
  package let seconds: Double

  /// Makes a summary.
  package init(
    finished: Int, found: Int, skipped: [SkipReason: Int], missing: Int, wasCancelled: Bool, tokens: Int,
    seconds: Double
  ) {
    self.finished = finished
    self.found = found
    self.skipped = skipped
    self.missing = missing
    self.wasCancelled = wasCancelled
    self.tokens = tokens
    self.seconds = seconds
  }

  /// Samples without a gradient, for whatever reason.
  package var skippedCount: Int { skipped.values.reduce(0, +) }

  /// Whether there are samples and none of them has a gradient.
  package var hasOnlySkipped: Bool { skippedCount > 0 && skippedCount == finished + found && missing == 0 }
}
