import Gradients
import Store
import Studies

/// The curves, levels and intervals of one model under one condition, reduced from all its samples.
package struct ConditionAnalysis: Sendable {
  /// The model's name in the study.
  package let model: String
  /// The condition.
  package let condition: Condition
  /// The extent to which the condition is computed.
  package let coverage: Coverage
  /// The run behind the numbers.
  package let run: RunDescription
  private let numbers: ConditionNumbers

  /// The statistics that have a ``madInterval(_:of:in:)``: those by which the papers compare.
  package static let resampled = ConditionNumbers.resampled

  /// Reduces `results`, which may be dropped afterwards.
  package init(_ results: ConditionResults, coverage: Coverage, run: RunDescription) {
    self.init(
      model: results.model, coverage: coverage, run: run, condition: results.condition,
      ConditionNumbers(results, projections: run.configuration.projections))
  }

  /// Takes numbers that are reduced already.
  init(
    model: String, coverage: Coverage, run: RunDescription, condition: Condition, _ numbers: ConditionNumbers
  ) {
    self.model = model
    self.condition = condition
    self.coverage = coverage
    self.run = run
    self.numbers = numbers
  }

  /// Whether cutting texts has made the samples those of `other`, another condition of the same model and task with the same
  /// instructions: every number of theirs is the same.
  package func equalsAfterCutting(_ other: ConditionAnalysis) -> Bool {
    model == other.model && condition.task == other.condition.task && condition != other.condition
      && condition.style.pairing == other.condition.style.pairing && coverage.cut > 0
      && coverage.computed == other.coverage.computed && coverage.computed > 0 && numbers == other.numbers
  }

  /// Decoder layers of the model.
  package var layerCount: Int { numbers.layerCount }
  /// The projections that were computed, in the order of the forward pass.
  package var projections: [Projection] { numbers.projections }
  /// The computed samples in the order of their position.
  package var samples: [SampleSize] { numbers.samples }
  /// Mean loss over the computed samples, in nats; nil when there is none.
  package var meanLoss: Double? { numbers.meanLoss }
  /// Mean number of labelled tokens over the computed samples; nil when there is none.
  package var meanLabelCount: Double? { numbers.meanLabelCount }

  /// The curve of a statistic, or nil when the projection was not computed or has no finite sample.
  package func curve(_ statistic: Statistic, of projection: Projection) -> Curve? {
    value(numbers.curves[statistic], of: projection)
  }

  /// The level of every sample, per projection in the order of ``projections``.
  package func levels(_ statistic: Statistic) -> SampleLevels {
    numbers.levels[statistic] ?? SampleLevels([FiniteTable]())
  }

  /// The MAD of a curve.
  package func mad(_ statistic: Statistic, of projection: Projection) -> MeanAbsoluteDifference? {
    curve(statistic, of: projection).map { MeanAbsoluteDifference($0.means) }
  }

  /// The MAD of a curve over the curve's mean; nil where the mean is not positive.
  package func relativeMAD(_ statistic: Statistic, of projection: Projection) -> MeanAbsoluteDifference? {
    curve(statistic, of: projection).flatMap { MeanAbsoluteDifference.relative($0.means) }
  }

  /// The bootstrap interval of the MAD within a part of the decoder; nil for fewer than two samples or layers, and for statistics
  /// that are not among ``resampled``.
  package func madInterval(
    _ statistic: Statistic, of projection: Projection, in part: DepthPart = .all
  ) -> Interval? {
    value(numbers.madIntervals[statistic], of: projection)?[part]
  }

  /// The MAD over all layers, averaged over the projections that have one; nil when none has.
  package func meanMAD(_ statistic: Statistic) -> Double? {
    let values = projections.compactMap { mad(statistic, of: $0)?.all }
    return values.isEmpty ? nil : values.mean
  }

  private func value<Value>(_ values: [Value?]?, of projection: Projection) -> Value? {
    guard let values, let place = projections.firstIndex(of: projection), values.indices.contains(place)
    else { return nil }
    return values[place]
  }
}
