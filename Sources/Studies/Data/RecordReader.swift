import JSON
import Support

/// Makes a record of an object of a data file. Values of keys that no column names are not looked at.
struct RecordReader {
  let columns: DataColumns

  /// - Throws: `RecordProblem`.
  func record(_ value: JSONValue) throws(RecordProblem) -> SampleRecord {
    guard let object = value.object else { throw .notAnObject }
    let members = try members(of: object)
    let hasPair = members[columns[.instruction]] != nil && members[columns[.output]] != nil
    if columns.areConversations || !hasPair,
      let key = columns.conversations.first(where: { members[$0] != nil }), let turns = members[key]
    {
      return try Conversation(key: key).record(turns)
    }
    let instruction = try text(.instruction, members, object)
    return SampleRecord(
      instruction: instruction, input: try input(members), output: try text(.output, members, object))
  }

  /// Whether an object by itself has what a record has, right or wrong, and not the columns of a table.
  func isRecord(_ value: JSONValue) -> Bool {
    if columns.conversations.contains(where: { value[$0] != nil }) { return true }
    let parts = [value[columns[.instruction]], value[columns[.output]]].compactMap(\.self)
    let judged = parts.isEmpty ? (value.object?.map(\.value) ?? []) : parts
    return judged.allSatisfy { $0.array == nil && $0.object == nil }
  }

  /// The members that are read. No key of theirs may stand twice: other programs take the last one, or the first.
  private func members(of object: JSONObject) throws(RecordProblem) -> [String: JSONValue] {
    let keys = Set(DataColumns.Part.allCases.map { columns[$0] } + columns.conversations)
    var members: [String: JSONValue] = [:]
    for member in object {
      let key = member.key
      guard keys.contains(key) else { continue }
      guard members.updateValue(member.value, forKey: key) == nil else { throw .repeated(key) }
    }
    return members
  }

  private func text(
    _ part: DataColumns.Part, _ members: [String: JSONValue], _ object: JSONObject
  ) throws(RecordProblem) -> String {
    let key = columns[part]
    guard let value = members[key] else { throw .missing(key, found: object.prefix(8).map(\.key)) }
    return try RecordText.text(value, key: key)
  }

  private func input(_ members: [String: JSONValue]) throws(RecordProblem) -> String {
    let key = columns[.input]
    guard let value = members[key], !value.isNull else { return "" }
    return try RecordText.text(value, key: key)
  }
}

/// Reads texts of records.
private enum RecordText {
  /// - Throws: `RecordProblem` for another value, and for a text with half of a surrogate pair, which is no text that can be
  ///   tokenised.
  static func text(_ value: JSONValue, key: String) throws(RecordProblem) -> String {
    guard let text = value.string else { throw .notAString(key) }
    guard !value.hasLoneSurrogate else { throw .loneSurrogate(key) }
    return text
  }
}

/// Reads the turns of a conversation: `role` and `content`, or ShareGPT's `from` and `value`.
private struct Conversation {
  let key: String

  /// The last turn of the assistant is the response; what stands behind it was never answered, and is not read.
  func record(_ value: JSONValue) throws(RecordProblem) -> SampleRecord {
    guard let array = value.array else { throw .notTurns(key) }
    var turns: [ChatTurn] = []
    for (number, turn) in array.enumerated() { turns.append(try self.turn(turn, number: number + 1)) }
    while let last = turns.last, last.role != .assistant { turns.removeLast() }
    guard let last = turns.popLast() else { throw .noResponse(key) }
    guard !turns.isEmpty else { throw .noQuestion(key) }
    return SampleRecord(turns: turns, output: last.content)
  }

  private func turn(_ value: JSONValue, number: Int) throws(RecordProblem) -> ChatTurn {
    guard let object = value.object else { throw .turn(key, number: number) }
    guard let name = (object["role"] ?? object["from"])?.string,
      let content = object["content"] ?? object["value"]
    else { throw .turn(key, number: number) }
    guard let role = ChatTurn.Role(named: name) else { throw .role(key, number: number, name) }
    return ChatTurn(role: role, content: try RecordText.text(content, key: "\(key)` turn \(number) `content"))
  }
}

/// A problem with one record of a data file.
package enum RecordProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The record is a list, a text or a number.
  case notAnObject
  /// The line is no JSON; the text is that of the reader.
  case notJSON(String)
  /// A key that every record has is not there; `found` are keys that are.
  case missing(String, found: [String])
  /// The value of a key is no string.
  case notAString(String)
  /// A key stands twice, so that it cannot be known which value is meant.
  case repeated(String)
  /// The value of a key has half of a character.
  case loneSurrogate(String)
  /// What should be a conversation is no list.
  case notTurns(String)
  /// A turn of a conversation, counted from 1, has no speaker or no text.
  case turn(String, number: Int)
  /// A turn of a conversation has another speaker than those that templates know.
  case role(String, number: Int, String)
  /// A conversation has no turn of the assistant.
  case noResponse(String)
  /// A conversation has nothing before its response.
  case noQuestion(String)

  /// The end of a sentence that names the record.
  package var description: String {
    switch self {
    case .notAnObject: "is not an object with `instruction` and `output`"
    case .notJSON(let problem): "is no JSON: \(problem)"
    case .missing(let key, let found): Self.missing(key, found)
    case .repeated(let key): "has \(Quoted.text(key)) twice, and only one can be meant; delete the other"
    case .notAString(let key): "has a `\(key)` that is not a string"
    case .loneSurrogate(let key):
      "has half of a surrogate pair (such as \\ud83d alone) in `\(key)`, which is no character and cannot be tokenised; mend the "
        + "text or delete the record"
    case .notTurns(let key):
      "has `\(key)` that is not a list of turns, such as {\"role\": \"user\", \"content\": \"…\"}"
    case .turn(let key, let number):
      "has turn \(number) of `\(key)` without the strings `role` and `content` (or `from` and `value`)"
    case .role(let key, let number, let name):
      "has turn \(number) of `\(key)` by \(Quoted.text(name)); speakers are `system`, `user` and `assistant`"
    case .noResponse(let key):
      "has `\(key)` without a turn of the assistant, which would be the response; add it or delete the record"
    case .noQuestion(let key): "has `\(key)` with nothing before the response"
    }
  }

  private static func missing(_ key: String, _ found: [String]) -> String {
    let rule = "has no `\(key)`; every record needs the strings `instruction` and `output`, or `messages`"
    guard !found.isEmpty else { return rule }
    let keys = found.map { Quoted.text($0, limit: 24) }.joined(separator: ", ")
    return "\(rule). It has \(keys): `columns` of the task (--columns of compute) say which keys are meant"
  }
}
