/// Ends of sentences in messages that are put together from parts.
package enum Sentence {
  /// `text` with a full stop, unless it ends a sentence already, as the system's own messages and questions do.
  package static func closed(_ text: String) -> String {
    text.last.map { ".?!".contains($0) } ?? true ? text : text + "."
  }
}
