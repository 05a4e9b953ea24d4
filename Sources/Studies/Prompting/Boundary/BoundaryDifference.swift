/// How the tokens of a sample differ between `published` and `exact` prompting.
public struct BoundaryDifference: Sendable, Equatable {
  /// Whether `published` writes BOS twice: the chat template has it, and the tokenizer puts it in front.
  public let doublesBOS: Bool
  /// Whether the response begins at another token, that second BOS aside: the end of the prompt and the start of the
  /// response are one token, or the prompt alone is cut in another way than in the whole text.
  public let movesStart: Bool

  /// Whether there is any difference.
  public var isAny: Bool { doublesBOS || movesStart }
}
