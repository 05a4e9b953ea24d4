/// The special tokens that stand around an encoded text.
struct PostProcessing: Sendable, Equatable {
  /// Ids before the text.
  var before: [Int32] = []
  /// Ids after the text.
  var after: [Int32] = []
}
