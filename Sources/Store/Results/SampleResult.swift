import Gradients

/// What the store holds of one computed sample.
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
