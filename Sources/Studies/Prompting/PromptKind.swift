/// What stands before a response.
package enum PromptKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// The instruction, its input and a line feed.
  case base
  /// The checkpoint's own chat template: system message, user turn and generation prompt.
  case chat
}
