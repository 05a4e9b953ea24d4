import Gradients

/// What the run loop needs of an engine: the seam at which tests put one of their own.
package protocol GradientComputing: Sendable {
  /// The outcome of every sample of `pack`, in its order; it must not depend on the pack.
  ///
  /// - Throws: `CancellationError` soon after `isCancelled` first says true.
  func compute(_ pack: [LabelledTokens], isCancelled: @Sendable () -> Bool) throws -> [SampleOutcome]

  /// Bytes that a pack of samples with these token counts takes at its peak, roughly.
  func memoryEstimate(tokens: [Int]) -> Int
}

extension GradientEngine: GradientComputing {}
