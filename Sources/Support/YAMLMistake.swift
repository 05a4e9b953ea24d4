/// What people write by mistake into YAML, found in the lines about which its parser complains.
///
/// A parser tells of the token that it did not expect, which is often a line further and never the mend.
enum YAMLMistake {
  /// Lines before the parser's in which a mistake is looked for: a value may go on over several.
  private static let linesBefore = 3
  /// Characters that YAML keeps for itself at the beginning of a value.
  private static let reserved: Set<Character> = ["%", "@", "`"]

  /// The line and the words for the mistake behind `problem`, which the parser found at `line`.
  static func entry(_ problem: String, line: Int, in text: String) -> ProblemList.Entry {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let last = min(max(line, 1), lines.count)
    for number in (max(1, last - linesBefore)...last).reversed() {
      guard let words = words(for: lines[number - 1], isLast: number == last) else { continue }
      return ProblemList.Entry(line: number, message: "not YAML: \(words)")
    }
    let shown = lines[last - 1].trimmed
    return ProblemList.Entry(
      line: line, message: "not YAML: \(problem)\(shown.isEmpty ? "" : "; the line is \(Quoted.text(shown))")"
    )
  }

  private static func words(for line: Substring, isLast: Bool) -> String? {
    let shown = Quoted.text(line.trimmed)
    if line.contains("\u{A0}") {
      return "\(shown) holds a no-break space (U+00A0), which only looks like a space; write plain spaces"
    }
    guard isLast else { return nil }
    if line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
      return "\(shown) is indented with a tab; indent with spaces"
    }
    guard let value = value(of: line), let first = value.first else { return nil }
    if reserved.contains(first) {
      return
        "the text \(Quoted.text(value)) begins with `\(first)`, which YAML keeps for itself; put it in quotes: "
        + quoted(value)
    }
    guard !"\"'[{|>&*!".contains(first), value.contains(": ") || value.hasSuffix(":") else { return nil }
    return "the text \(Quoted.text(value)) holds a colon; put it in quotes: \(quoted(value))"
  }

  /// What stands behind the first key of a line.
  private static func value(of line: Substring) -> String? {
    let characters = Array(line)
    let colon = characters.indices.dropLast().first { characters[$0] == ":" && characters[$0 + 1] == " " }
    return colon.map { characters[($0 + 2)...] }.map { Substring(String($0)).trimmed }
  }

  private static func quoted(_ value: String) -> String {
    "'\(value.replacing("'", with: "''"))'"
  }
}

extension Substring {
  /// The text without spaces, tabs and carriage returns at its ends.
  fileprivate var trimmed: String {
    func isBlank(_ character: Character) -> Bool { " \t\r\r\n".contains(character) }
    let start = drop(while: isBlank)
    return String(start.reversed().drop(while: isBlank).reversed())
  }
}
