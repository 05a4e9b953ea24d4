import Gradients

/// A sample that has no gradient, and why.
public struct SkippedSample: Sendable, Equatable {
  /// Position of the sample in its data file, from 0.
  public let index: Int
  /// Why there is no gradient.
  public let reason: SkipReason

  /// Makes a record of the sample at `index` of its data file.
  public init(index: Int, reason: SkipReason) {
    self.index = index
    self.reason = reason
  }
}
