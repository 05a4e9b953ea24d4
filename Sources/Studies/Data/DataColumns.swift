/// The keys under which the records of a data file have what a sample is made of.
package struct DataColumns: Sendable, Equatable {
  /// What is read of a record.
  package enum Part: String, Sendable, CaseIterable {
    /// The text of what is asked.
    case instruction
    /// Further material of the instruction.
    case input
    /// The response.
    case output
    /// The turns of a conversation, in place of the others.
    case messages
  }

  private var names: [Part: String]

  /// Makes columns with other names than the usual ones.
  package init(_ names: [Part: String] = [:]) { self.names = names }

  /// The key of `part`; its usual name unless the study says another.
  package subscript(part: Part) -> String { names[part] ?? part.rawValue }

  /// Keys under which a conversation is looked for: one that is named, or those that the field uses.
  var conversations: [String] { names[.messages].map { [$0] } ?? ["messages", "conversations"] }

  /// Whether records are conversations, whatever else they have.
  var areConversations: Bool { names[.messages] != nil }

  /// Two parts of the same name; nil when there are none.
  package var repeated: String? {
    let parts: [Part] = [.instruction, .input, .output]
    let keys = parts.map { self[$0] } + (names[.messages].map { [$0] } ?? [])
    return keys.first { key in keys.count { $0 == key } > 1 }
  }
}
