import Gradients
import Store
import Studies

/// What is read of a study only when a figure asks for it, because it is too much to keep for every condition.
///
/// Everything throws when it cannot be read.
package protocol GradientDetails: Sendable {
  /// Everything that is known of every sample of a condition; nil when it was not begun.
  func results(model: String, condition: Condition) throws -> ConditionResults?

  /// All singular values of one projection in one layer, by sample: empty unless the study keeps them.
  func spectra(
    model: String, condition: Condition, layer: Int, projection: Projection
  ) throws -> [SampleSpectrum]

  /// The cosines between gradients, nil when the condition was not begun; without samples unless the study keeps them.
  func cosines(model: String, condition: Condition) throws -> ConditionCosines?

  /// Positions in the data file, ascending, of the samples whose token shares are kept.
  func tokenShareSamples(model: String, condition: Condition) throws -> [Int]

  /// The token shares of the sample at `index` of its data file, nil when they are not kept.
  func tokenShares(model: String, condition: Condition, sample index: Int) throws -> TokenShares?
}

extension StudyResults: GradientDetails {}
