import Gradients

/// A sample that has no gradient, and why.
package struct SkippedSample: Sendable, Equatable {
  /// Position of the sample in its data file, from 0.
  package let index: Int
  /// Why there is no gradient.
  package let reason: SkipReason

  /// Makes a record of the sample at `index` of its data file.
  package init(index: Int, reason: SkipReason) {
    self.index = index
    self.reason = reason
  }
}
