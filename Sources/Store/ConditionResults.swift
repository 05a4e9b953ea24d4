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
    let count = samples.count * layerCount
    let values = [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      for sample in samples {
        let places = layerCount * projections.count
        precondition(sample.summaries.count == places, "a sample has every projection of every layer")
        sample.summaries.withUnsafeBufferPointer { summaries in
          statistic.read(summaries, from: position, every: projections.count, loss: sample.loss) { value in
            buffer.initializeElement(at: filled, to: value)
            filled += 1
          }
        }
      }
    }
    return SampleTable(sampleIndices: samples.map(\.index), layerCount: layerCount, values: values)
  }
}

/// One statistic of one projection for every computed sample of a condition: `[samples × layers]`.
package struct SampleTable: Sendable, Equatable {
  /// Position of each row's sample in the data file, ascending: rows of equal index in two
  /// conditions of one task are *paired* (the same instruction).
  package let sampleIndices: [Int]
  /// Columns of the table: the decoder layers, from the embedding up; for cosines, pairs of layers.
  package let layerCount: Int
  /// Row-major `[samples × layers]`. Imported statistics may hold non-finite values.
  package let values: [Double]

  /// Makes a table; `values.count` must be `sampleIndices.count * layerCount`.
  package init(sampleIndices: [Int], layerCount: Int, values: [Double]) {
    precondition(values.count == sampleIndices.count * layerCount, "a table needs samples × layers values")
    self.sampleIndices = sampleIndices
    self.layerCount = layerCount
    self.values = values
  }

  /// The layers of the row at `row`, which counts from 0 and is not the sample's index.
  package func row(_ row: Int) -> ArraySlice<Double> {
    values[row * layerCount..<(row + 1) * layerCount]
  }
}

/// Content of the store for one computed sample.
package struct SampleResult: Sendable, Equatable {
  /// Position of the sample in its data file, from 0.
  package let index: Int
  /// Mean cross-entropy over the labelled positions, in nats.
  package let loss: Double
  /// Tokens of the whole text after truncation, special tokens included; nil where it was not imported.
  package let tokenCount: Int?
  /// Tokens that carry a label; nil where it was not imported.
  package let labelCount: Int?
  /// `[layers × projections]`, row-major, projections in the order of the results they belong to.
  package let summaries: [SpectrumSummary]

  /// Makes a result of the sample at `index` of its data file.
  package init(
    index: Int, loss: Double, tokenCount: Int?, labelCount: Int?, summaries: [SpectrumSummary]
  ) {
    self.index = index
    self.loss = loss
    self.tokenCount = tokenCount
    self.labelCount = labelCount
    self.summaries = summaries
  }
}

/// A sample that has no gradient, and why.
package struct SkippedSample: Sendable, Equatable {
  /// Position of the sample in its data file, from 0.
  package let index: Int
  /// Reason why there is no gradient.
  package let reason: SkipReason

  /// Makes a record of the sample at `index` of its data file.
  package init(index: Int, reason: SkipReason) {
    self.index = index
    self.reason = reason
  }
}
