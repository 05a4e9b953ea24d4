/// The text of a sample in two parts.
package struct SampleText: Sendable, Equatable {
  /// Everything before the response.
  package let prompt: String
  /// The response, as the record has it.
  package let response: String

  /// Both together: what is tokenised.
  ///
  /// It ends with the response, so the last occurrence of the response, where the published script looks for
  /// its beginning, is this one, however often it also occurs before; an empty response begins at the end.
  package var whole: String { prompt + response }
}
