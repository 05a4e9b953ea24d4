import Gradients
import Store
import Studies

/// A source of what is read of a study only when a figure asks for it, because it is too much to keep for every
/// condition. Everything throws when it cannot be read.
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

/// The samples of several conditions of one model, read anew for intervals of numbers that are made from their mean
/// curves. It lives no longer than the row of a table, for it is too much to keep for every condition.
package struct ResampledCurves: Sendable {
  private let results: [ConditionResults]

  /// Reads `conditions` of the model called `model`; nil when there is nowhere to read from, or one of them was not
  /// begun.
  ///
  /// - Throws: what `GradientDetails` throws.
  package init?(_ analysis: StudyAnalysis, model: String, conditions: [Condition]) throws {
    guard let details = analysis.details else { return nil }
    let results = try conditions.compactMap { try details.results(model: model, condition: $0) }
    guard results.count == conditions.count else { return nil }
    self.results = results
  }

  /// A 95 % percentile interval of `value`, a number made from the mean curves of the conditions in their order.
  ///
  /// Instructions are drawn, and each comes with its sample under every condition: conditions of the same samples are
  /// resampled in pairs. `value` is undefined where it is nil.
  /// - Returns: nil when there are fewer than two samples or `value` is undefined for any resample.
  package func interval(
    _ statistic: Statistic, of projection: Projection, by bootstrap: Bootstrap = .standard,
    _ value: ([[Double]]) -> Double?
  ) -> Interval? {
    let tables = results.compactMap { $0.table(statistic, of: projection) }
    guard tables.count == results.count else { return nil }
    return bootstrap.interval(ofMeanCurves: tables, value)
  }
}
