import Gradients
import Store
import Studies

/// The curves, levels and resamples of one model under one condition, reduced from all its samples.
package struct ConditionAnalysis: Sendable {
  /// The model's name in the study.
  package let model: String
  /// The condition.
  package let condition: Condition
  /// Decoder layers of the model.
  package let layerCount: Int
  /// The projections that were computed, in the order of the forward pass.
  package let projections: [Projection]
  /// The extent to which the condition is computed.
  package let coverage: Coverage
  /// The run behind the numbers.
  package let run: RunDescription
  /// Mean loss over the computed samples, in nats; nil when there is none.
  package let meanLoss: Double?
  /// Mean number of labelled tokens over the computed samples; nil when there is none.
  package let meanLabelCount: Double?
  private let curves: [Key: Curve]
  private let levels: [Statistic: SampleLevels]
  private let resamples: [Key: MADResamples]

  private struct Key: Hashable {
    let statistic: Statistic
    let projection: Projection
  }

  /// The statistics whose ``madResamples(_:of:)`` are kept: those by which the papers compare.
  package static let resampled: [Statistic] = [.nuclearNorm, .nuclearNormPerLoss]

  /// Reduces `results`, which may be dropped afterwards.
  package init(_ results: ConditionResults, coverage: Coverage, run: RunDescription) {
    model = results.model
    condition = results.condition
    layerCount = results.layerCount
    projections = run.configuration.projections
    self.coverage = coverage
    self.run = run
    meanLoss = Self.mean(results.samples.map(\.loss))
    meanLabelCount = Self.mean(results.samples.compactMap { $0.labelCount.map(Double.init) })
    var curves: [Key: Curve] = [:]
    var levels: [Statistic: SampleLevels] = [:]
    var resamples: [Key: MADResamples] = [:]
    for statistic in Statistic.allCases {
      let tables = run.configuration.projections.compactMap { results.table(statistic, of: $0) }
      levels[statistic] = SampleLevels(tables)
      for (projection, table) in zip(run.configuration.projections, tables) {
        let key = Key(statistic: statistic, projection: projection)
        curves[key] = Curve(table)
        if Self.resampled.contains(statistic) { resamples[key] = MADResamples(table) }
      }
    }
    self.curves = curves
    self.levels = levels
    self.resamples = resamples
  }

  /// The curve of a statistic, or nil when the projection was not computed or has no finite sample.
  package func curve(_ statistic: Statistic, of projection: Projection) -> Curve? {
    curves[Key(statistic: statistic, projection: projection)]
  }

  /// The level of every sample, per projection in the order of ``projections``.
  package func levels(_ statistic: Statistic) -> SampleLevels { levels[statistic] ?? SampleLevels([]) }

  /// The MAD of a curve.
  package func mad(_ statistic: Statistic, of projection: Projection) -> MeanAbsoluteDifference? {
    curve(statistic, of: projection).map { MeanAbsoluteDifference($0.means) }
  }

  /// The bootstrap interval of the MAD over all layers; nil for a statistic without ``madResamples(_:of:)``.
  package func madInterval(_ statistic: Statistic, of projection: Projection) -> Interval? {
    madResamples(statistic, of: projection)?.interval
  }

  /// The MAD over all layers in every bootstrap resample; nil for fewer than two samples or layers, and for statistics
  /// that are not among ``resampled``.
  package func madResamples(_ statistic: Statistic, of projection: Projection) -> MADResamples? {
    resamples[Key(statistic: statistic, projection: projection)]
  }

  /// The MAD over all layers, averaged over the projections that have one; nil when none has.
  package func meanMAD(_ statistic: Statistic) -> Double? {
    Self.mean(projections.compactMap { mad(statistic, of: $0)?.all })
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.mean
  }
}
