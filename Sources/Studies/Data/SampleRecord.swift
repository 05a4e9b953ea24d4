/// One record of a data file: an instruction with one response, or a conversation whose last turn is the response.
package struct SampleRecord: Sendable {
  /// Text of what is asked. Of a conversation the turns before the response: the text of the one turn there is, or one
  /// after the other with their roles.
  package let instruction: String
  /// Further material of the instruction; empty when there is none.
  package let input: String
  /// The response.
  package let output: String
  /// The turns before the response; empty unless the record is a conversation.
  package let turns: [ChatTurn]

  /// Makes a record.
  package init(instruction: String, input: String = "", output: String) {
    self.instruction = instruction
    self.input = input
    self.output = output
    turns = []
  }

  /// Makes a record of a conversation: `turns` and the response to them.
  package init(turns: [ChatTurn], output: String) {
    let isOne = turns.count == 1 && turns[0].role == .user
    instruction =
      isOne ? turns[0].content : turns.map { "\($0.role.rawValue): \($0.content)" }.joined(separator: "\n")
    input = ""
    self.output = output
    self.turns = turns
  }

  /// The instruction, then its input on a new line unless that is empty.
  package var question: String { input.isEmpty ? instruction : instruction + "\n" + input }

  /// Texts that tell the record from others. Those of a record without a conversation are its instruction, input and output, as
  /// in the stores that are there.
  package var identity: [String] {
    [instruction, input, output] + turns.flatMap { [$0.role.rawValue, $0.content] }
  }

  /// Whether `other` asks the same, byte by byte, so that the two make a pair.
  package func asksTheSame(as other: SampleRecord) -> Bool {
    instruction.utf8.elementsEqual(other.instruction.utf8) && input.utf8.elementsEqual(other.input.utf8)
      && turns.elementsEqual(other.turns) {
        $0.role == $1.role && $0.content.utf8.elementsEqual($1.content.utf8)
      }
  }
}

/// A turn of a conversation.
package struct ChatTurn: Sendable, Equatable {
  /// The speaker.
  package enum Role: String, Sendable, CaseIterable {
    case system, user, assistant

    /// Reads a role as it stands in data sets: `human` and `gpt` are those of ShareGPT.
    init?(named name: String) {
      switch name {
      case "human": self = .user
      case "gpt": self = .assistant
      default: self.init(rawValue: name)
      }
    }
  }

  package let role: Role
  package let content: String

  /// Makes a turn.
  package init(role: Role, content: String) {
    self.role = role
    self.content = content
  }
}
