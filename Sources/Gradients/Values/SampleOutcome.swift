/// What came of one sample.
public enum SampleOutcome: Sendable, Equatable {
  /// Its gradients, ordered by layer, then projection.
  case computed(SampleGradients)
  /// No gradient exists; the reason is stored and counted in the report.
  case skipped(SkipReason)
}

/// Why a sample has no gradient.
public enum SkipReason: String, Error, Sendable, Hashable, CaseIterable, Codable {
  /// Truncation or an empty response left no labelled position.
  case noLabels = "no labelled position"
  /// The loss is NaN or infinite.
  case nonFiniteLoss = "non-finite loss"
  /// The loss is finite, a gradient is not.
  case nonFiniteGradient = "non-finite gradient"
  /// LAPACK found no singular values, neither by divide and conquer nor by QR iteration.
  case noConvergence = "singular values did not converge"
}
