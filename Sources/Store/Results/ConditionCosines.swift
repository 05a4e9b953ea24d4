import Gradients
import Studies

/// The cosines that the store holds for one model under one condition.
package struct ConditionCosines: Sendable {
  /// The model's name in the study.
  package let model: String
  /// The condition that all samples share.
  package let condition: Condition
  /// Decoder layers of the model.
  package let layerCount: Int
  /// Computed samples that have cosines, ordered by their position in the data file.
  package let samples: [SampleCosines]

  /// Makes cosines of `samples`, all of one model with `layerCount` layers.
  package init(model: String, condition: Condition, layerCount: Int, samples: [SampleCosines]) {
    self.model = model
    self.condition = condition
    self.layerCount = layerCount
    self.samples = samples
  }

  /// `[samples × (layers − 1)]`: column i compares `projection` in layers i and i + 1. A cosine that is not known is
  /// NaN; nil when no sample knows one.
  package func adjacent(_ projection: Projection) -> SampleTable? {
    table(columns: max(layerCount - 1, 0)) { $0.between(projection, layers: $1, $1 + 1) }
  }

  /// `[samples × layers]`: two projections in the same layer, q with o or k with v. A cosine that is not known is NaN;
  /// nil when no sample knows one.
  package func inside(_ first: Projection, _ second: Projection) -> SampleTable? {
    table(columns: layerCount) { $0.inside(first, second, layer: $1) }
  }

  /// `[samples × layers·layers]`: the layer × layer matrix of every sample, row by row. A cosine that is not known is
  /// NaN; nil when no sample knows one beside the diagonal.
  package func matrices(_ projection: Projection) -> SampleTable? {
    guard adjacent(projection) != nil else { return nil }
    return table(columns: layerCount * layerCount) {
      $0.between(projection, layers: $1 / layerCount, $1 % layerCount)
    }
  }

  private func table(columns: Int, _ value: (SampleCosines, Int) -> Double?) -> SampleTable? {
    var values: [Double] = []
    values.reserveCapacity(samples.count * columns)
    for sample in samples {
      for column in 0..<columns { values.append(value(sample, column) ?? .nan) }
    }
    guard values.contains(where: { !$0.isNaN }) else { return nil }
    return SampleTable(sampleIndices: samples.map(\.index), layerCount: columns, values: values)
  }
}
