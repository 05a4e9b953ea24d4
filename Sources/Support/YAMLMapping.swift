import Yams

/// A mapping of a study file, or of another file of settings, that hands out the values of its keys and notes every
/// mistake.
package struct YAMLMapping<Key: RawRepresentable & CaseIterable & Hashable> where Key.RawValue == String {
  /// Line of the mapping's first key.
  package let line: Int
  private let values: [Key: Node]
  private let problems: ProblemList

  /// Reads `node`, which messages call `name`; notes keys that are not among `Key`. Nil, with the
  /// mistake noted, when `node` is not a mapping.
  package init?(_ node: Node, name: String, problems: ProblemList) {
    self.line = node.line
    self.problems = problems
    guard case .mapping(let mapping) = node else {
      problems.add("\(name) must be a mapping of keys to values, not \(node.kindInWords)", line: node.line)
      return nil
    }
    var values: [Key: Node] = [:]
    for (key, value) in mapping {
      if let known = key.scalar.flatMap({ Key(rawValue: $0.string) }) {
        values[known] = value
      } else {
        let known = Key.allCases.map(\.rawValue)
        problems.addUnknown("key", key.scalar?.string ?? key.kindInWords, among: known, line: key.line)
      }
    }
    self.values = values
  }

  /// The keys that are there, in the order of `Key`.
  package var keys: [Key] { Key.allCases.filter { values[$0] != nil } }

  /// Line of the value of `key`, or of the mapping when it has none.
  package func line(of key: Key) -> Int { values[key]?.line ?? line }

  /// The value of `key`; a value left empty counts as missing.
  package func node(_ key: Key) -> Node? {
    guard let node = values[key], !node.isNull else { return nil }
    return node
  }

  /// The value of `key`; notes when it is missing.
  package func required(_ key: Key) -> Node? {
    if let node = node(key) { return node }
    problems.add("`\(key.rawValue)` is missing", line: line(of: key))
    return nil
  }

  /// The text of `key`, or nil when it is missing, empty or not a text; only the first is no mistake.
  package func text(_ key: Key) -> String? {
    node(key).flatMap { text(of: $0, key) }
  }

  /// The text of `key`; notes when it is missing too.
  package func requiredText(_ key: Key) -> String? {
    required(key).flatMap { text(of: $0, key) }
  }

  private func text(of node: Node, _ key: Key) -> String? {
    guard let scalar = node.scalar else {
      problems.add("`\(key.rawValue)` must be a text, not \(node.kindInWords)", line: node.line)
      return nil
    }
    guard !scalar.string.allSatisfy(\.isWhitespace) else {
      problems.add("`\(key.rawValue)` is empty", line: node.line)
      return nil
    }
    if scalar.string.unicodeScalars.contains(where: {
      $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t"
    }) {
      problems.add(
        "`\(key.rawValue)` holds a control character: \(Quoted.text(scalar.string))", line: node.line)
    }
    return scalar.string
  }

  /// The word of `key` as one of the cases of `Word`; notes an unknown one, and a missing one when
  /// `isRequired`.
  package func word<Word: RawRepresentable & CaseIterable>(_ key: Key, as type: Word.Type, isRequired: Bool)
    -> Word?
  where Word.RawValue == String {
    guard let text = isRequired ? requiredText(key) : text(key) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let known = Word.allCases.map(\.rawValue)
    problems.addUnknown("\(key.rawValue)", text, among: known, line: line(of: key))
    return nil
  }

  /// The whole number of `key`, when it is there and within `range`.
  package func number(_ key: Key, in range: ClosedRange<Int>) -> Int? {
    guard let node = node(key) else { return nil }
    if let number = node.scalar.flatMap({ Int($0.string) }), range.contains(number) { return number }
    let upper = range.upperBound == .max ? "or more" : "to \(range.upperBound)"
    let found = node.scalar.map { Quoted.text($0.string) } ?? node.kindInWords
    problems.add(
      "`\(key.rawValue)` must be a whole number, \(range.lowerBound) \(upper), not \(found)", line: node.line)
    return nil
  }

  /// The truth value of `key`, when it is there.
  package func flag(_ key: Key) -> Bool? {
    guard let node = node(key) else { return nil }
    switch node.scalar?.string {
    case "true": return true
    case "false": return false
    default:
      let found = node.scalar.map { Quoted.text($0.string) } ?? node.kindInWords
      problems.add("`\(key.rawValue)` must be `true` or `false`, not \(found)", line: node.line)
      return nil
    }
  }

  /// The items of `key`, which must be a list with at least one.
  package func list(_ key: Key, isRequired: Bool) -> [Node]? {
    guard let node = isRequired ? required(key) : node(key) else { return nil }
    guard case .sequence(let sequence) = node else {
      problems.add("`\(key.rawValue)` must be a list, not \(node.kindInWords)", line: node.line)
      return nil
    }
    if sequence.isEmpty { problems.add("`\(key.rawValue)` is an empty list", line: node.line) }
    return sequence.isEmpty ? nil : Array(sequence)
  }
}

extension Node {
  /// Line of the node's first character, from 1.
  package var line: Int { mark?.line ?? 1 }

  /// Whether a value was left out: `key:`, `key: ~` or `key: null`.
  var isNull: Bool {
    guard let scalar, scalar.style == .plain else { return false }
    return ["", "~", "null"].contains(scalar.string)
  }

  /// Words that say what the node is, for messages.
  package var kindInWords: String {
    switch self {
    case .scalar(let scalar): Quoted.text(scalar.string)
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}
