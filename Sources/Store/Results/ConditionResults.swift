import Gradients
import Studies

/// Everything the store holds for one model under one condition.
package struct ConditionResults: Sendable {
  /// The model's name in the study.
  package let model: String
  /// The condition that all samples share.
  package let condition: Condition
  /// Decoder layers of the model.
  package let layerCount: Int
  /// Computed samples, ordered by their position in the data file.
  package let samples: [SampleResult]
  /// Samples without a gradient, with their reasons, ordered likewise.
  package let skipped: [SkippedSample]
  private let projections: [Projection]

  /// Makes results of `samples`, each of which holds every one of `projections` for every layer.
  package init(
    model: String, condition: Condition, layerCount: Int, projections: [Projection],
    samples: [SampleResult], skipped: [SkippedSample]
  ) {
    self.model = model
    self.condition = condition
    self.layerCount = layerCount
    self.projections = projections
    self.samples = samples
    self.skipped = skipped
  }

  /// The table of one statistic, or nil when the projection was not computed.
  package func table(_ statistic: Statistic, of projection: Projection) -> SampleTable? {
    guard let position = projections.firstIndex(of: projection) else { return nil }
    var values: [Double] = []
    values.reserveCapacity(samples.count * layerCount)
    for sample in samples {
      for layer in 0..<layerCount {
        let summary = sample.summaries[layer * projections.count + position]
        values.append(statistic.value(of: summary, loss: sample.loss))
      }
    }
    return SampleTable(sampleIndices: samples.map(\.index), layerCount: layerCount, values: values)
  }
}
