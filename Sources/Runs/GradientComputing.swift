import Gradients

/// What the run loop needs of an engine: the seam at which tests put one of their own.
package protocol GradientComputing: Sendable {
  /// The outcome of every sample of `batch`, in its order; it must not depend on the batch.
  ///
  /// - Throws: `CancellationError` soon after `isCancelled` first says true.
  func compute(_ batch: [LabelledTokens], isCancelled: @Sendable () -> Bool) throws -> [SampleOutcome]

  /// Bytes that a batch of samples with these token counts takes at its peak, roughly.
  func memoryEstimate(tokens: [Int]) -> Int
}

extension GradientEngine: GradientComputing {}
