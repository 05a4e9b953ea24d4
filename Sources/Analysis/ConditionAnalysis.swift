import Gradients
import Studies

/// What one model shows under one condition, reduced from all its samples.
public struct ConditionAnalysis: Sendable {
  /// The model's name in the study.
  public let model: String
  /// The condition.
  public let condition: Condition
  /// Decoder layers of the model.
  public let layerCount: Int
  /// The projections that were computed, in the order of the forward pass.
  public let projections: [Projection]
  /// How much of the condition is computed.
  public let coverage: Coverage
  /// The run behind the numbers.
  public let run: RunDescription
  /// Mean loss over the computed samples, in nats; nil when there is none.
  public let meanLoss: Double?
  /// Mean number of labelled tokens over the computed samples; nil when there is none.
  public let meanLabelCount: Double?
  private let curves: [Key: Curve]
  private let levels: [Measure: SampleLevels]
  private let resamples: [Projection: MADResamples]

  private struct Measure: Hashable {
    let statistic: Statistic
    let regularisation: Regularisation
  }

  private struct Key: Hashable {
    let measure: Measure
    let projection: Projection
  }

  /// Reduces `results`, which may be dropped afterwards.
  public init(_ results: ConditionResults, coverage: Coverage, run: RunDescription) {
    model = results.model
    condition = results.condition
    layerCount = results.layerCount
    projections = run.recipe.projections
    self.coverage = coverage
    self.run = run
    meanLoss = Self.mean(results.samples.map(\.loss))
    meanLabelCount = Self.mean(results.samples.compactMap { $0.labelCount.map(Double.init) })
    var curves: [Key: Curve] = [:]
    var levels: [Measure: SampleLevels] = [:]
    for measure in Self.measures {
      let tables = run.recipe.projections.compactMap {
        results.table(measure.statistic, of: $0, per: measure.regularisation)
      }
      levels[measure] = SampleLevels(tables)
      for (projection, table) in zip(run.recipe.projections, tables) {
        curves[Key(measure: measure, projection: projection)] = Curve(table)
      }
    }
    var resamples: [Projection: MADResamples] = [:]
    for projection in run.recipe.projections {
      resamples[projection] = results.table(.nuclearNorm, of: projection).flatMap { MADResamples($0) }
    }
    self.curves = curves
    self.levels = levels
    self.resamples = resamples
  }

  private static let measures = Regularisation.allCases.flatMap { regularisation in
    Statistic.allCases.map { Measure(statistic: $0, regularisation: regularisation) }
  }

  /// The curve of a statistic, or nil when the projection was not computed or has no finite sample.
  public func curve(
    _ statistic: Statistic, of projection: Projection, per regularisation: Regularisation = .none
  ) -> Curve? {
    curves[
      Key(
        measure: Measure(statistic: statistic, regularisation: regularisation), projection: projection)]
  }

  /// The level of every sample, per projection in the order of ``projections``.
  public func levels(_ statistic: Statistic, per regularisation: Regularisation = .none) -> SampleLevels {
    levels[Measure(statistic: statistic, regularisation: regularisation)] ?? SampleLevels([])
  }

  /// The MAD of a curve.
  public func mad(_ statistic: Statistic, of projection: Projection) -> MeanAbsoluteDifference? {
    curve(statistic, of: projection).map { MeanAbsoluteDifference($0.means) }
  }

  /// The bootstrap interval of the nuclear norm's MAD over all layers.
  public func madInterval(of projection: Projection) -> Interval? { resamples[projection]?.interval }

  /// The nuclear norm's MAD over all layers in every bootstrap resample; nil for fewer than two samples or layers.
  public func madResamples(of projection: Projection) -> MADResamples? { resamples[projection] }

  /// The MAD over all layers, averaged over the projections that have one; nil when none has.
  public func meanMAD(_ statistic: Statistic) -> Double? {
    Self.mean(projections.compactMap { mad(statistic, of: $0)?.all })
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
