import Gradients

/// Turns the records of data files into tokens, as one checkpoint and one study want them.
package protocol SampleEncoding: Sendable {
  /// The tokens of `record` and where its response begins.
  func tokens(of record: SampleRecord) -> LabelledTokens
}
