/// How the tokens of a sample differ between `published` and `exact` prompting.
package struct BoundaryDifference: Sendable, Equatable {
  /// Whether `published` writes BOS twice: the chat template has it, and the tokenizer puts it in front.
  package let doublesBOS: Bool
  /// Whether the response begins at another token, that second BOS aside: the end of the prompt and the start of the
  /// response are one token, or the prompt alone is cut in another way than in the whole text.
  package let movesStart: Bool

  /// Whether there is any difference.
  package var isAny: Bool { doublesBOS || movesStart }
}
