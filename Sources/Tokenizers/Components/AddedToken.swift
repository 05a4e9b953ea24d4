/// A token that is found in the text before the model sees it.
struct AddedToken: Sendable, Equatable {
  let id: Int32
  /// The text that is the token, not empty.
  let content: [UInt8]
  /// What is searched: the content, normalised if ``isNormalized``.
  let pattern: [UInt8]
  /// Whether it counts only where no word character stands next to it.
  let isSingleWord: Bool
  /// Whether it takes the white space on its left with it.
  let stripsLeft: Bool
  /// Whether it takes the white space on its right with it.
  let stripsRight: Bool
  /// Whether it is searched in the normalised text, and normalised itself.
  let isNormalized: Bool
  /// Whether it is a control token, which readers of the text are not shown.
  let isSpecial: Bool
}
