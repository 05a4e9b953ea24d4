import Gradients

/// What a run did and how complete its results are.
public struct RunSummary: Sendable, Equatable {
  /// Samples that were computed or skipped this time.
  public let finished: Int
  /// Samples that needed no work: they were there when the run began.
  public let found: Int
  /// All samples without a gradient, this time's and those of earlier runs, by reason.
  public let skipped: [SkipReason: Int]
  /// Samples that are still missing; not zero only after a run that was cancelled.
  public let missing: Int
  /// Whether the run was stopped before its end. Everything finished is stored.
  public let wasCancelled: Bool
  /// Tokens of the samples finished this time.
  public let tokens: Int
  /// Seconds from the first pack to the last.
  public let seconds: Double

  /// Makes a summary.
  public init(
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
  public var skippedCount: Int { skipped.values.reduce(0, +) }

  /// Whether there are samples and none of them has a gradient.
  public var hasOnlySkipped: Bool { skippedCount > 0 && skippedCount == finished + found && missing == 0 }
}
