/// A turn of a conversation as chat templates know it.
package struct ChatMessage: Sendable {
  /// The speaker: `system`, `user` or `assistant`.
  package let role: String
  package let content: String

  /// Makes a turn.
  package init(role: String, content: String) {
    self.role = role
    self.content = content
  }
}
