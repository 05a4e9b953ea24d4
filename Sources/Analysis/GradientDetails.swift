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

  /// The intervals of the MAD of the first condition's curve; nil where there are none.
  package func mad(_ statistic: Statistic, of projection: Projection) -> MADIntervals? {
    results.first?.table(statistic, of: projection).flatMap { MADIntervals($0) }
  }

  /// The 95 % percentile interval of RD between the first condition, the correct responses, and the second.
  ///
  /// Instructions are drawn, and each comes with both its samples: those that both conditions have are resampled in pairs.
  /// - Returns: nil for fewer than two pairs, where a resample leaves RD undefined, or where more than ``Noise/mostShare``
  ///   of it is noise.
  package func relativeDifference(_ statistic: Statistic, of projection: Projection) -> Interval? {
    let tables = results.compactMap { $0.table(statistic, of: projection) }
    guard tables.count > 1,
      let noise = FoldedNoise(relativeDifferenceOf: FiniteTable(tables[0]), FiniteTable(tables[1])),
      !noise.isTooMuch
    else { return nil }
    return Bootstrap.standard.interval(ofMeanCurves: tables) {
      RelativeDifference(correct: $0[0], irrelevant: $0[1])?.mean
    }
  }
}
