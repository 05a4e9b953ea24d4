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
    if let (number, words) = unclosed(problem, lines.prefix(last)) ?? misplaced(problem, lines.prefix(last)) {
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
    if let words = afterQuotes(value) ?? indicator(value) { return words }
    guard !"\"'[{|>&*!".contains(first), value.contains(": ") || value.hasSuffix(":") else { return nil }
    return "the text \(Quoted.text(value)) holds a colon; put it in quotes: \(quoted(value))"
  }

  /// A text in quotation marks that goes on behind the second of them.
  private static func afterQuotes(_ value: String) -> String? {
    guard let mark = value.first, mark == "'" || mark == "\"", let end = closing(mark, in: value) else {
      return nil
    }
    let rest = value[value.index(after: end)...].drop { $0 == " " }
    guard let next = rest.first, next != "#" else { return nil }
    let mend = "write a quotation mark inside " + (mark == "'" ? "twice, ''" : "as \\\"")
    return "\(Quoted.text(value)) goes on behind its closing quotation mark; \(mend)"
  }

  /// A text that begins with a sign of YAML's grammar.
  private static func indicator(_ value: String) -> String? {
    let signs = ["*", "&", "!", "- ", "? "]
    let blocks = [">", "|"].filter { value.hasPrefix("\($0) ") && !value.hasPrefix("\($0) #") }
    guard let sign = signs.first(where: value.hasPrefix) ?? blocks.first else { return nil }
    return
      "the text \(Quoted.text(value)) begins with `\(sign.first ?? " ")`, which means something to YAML; put it in quotes: "
      + quoted(value)
  }

  /// The place of the mark that closes the one at the beginning of `value`; nil where none does.
  private static func closing(_ mark: Character, in value: String) -> String.Index? {
    var index = value.index(after: value.startIndex)
    while index < value.endIndex {
      let next = value.index(after: index)
      if mark == "\"", value[index] == "\\" {
        index = next < value.endIndex ? value.index(after: next) : next
      } else if value[index] == mark {
        guard mark == "'", next < value.endIndex, value[next] == "'" else { return index }
        index = value.index(after: next)
      } else {
        index = next
      }
    }
    return nil
  }

  /// The last line that opens a quotation mark or bracket and does not close it, where the parser looked for the end of one.
  private static func unclosed(_ problem: String, _ lines: ArraySlice<Substring>) -> (Int, String)? {
    if problem.contains("escape") {
      let words =
        "in double quotation marks a backslash begins an escape; use single ones, or two backslashes"
      return (lines.count, words)
    }
    for number in lines.indices.reversed() {
      guard let value = value(of: lines[number]), let first = value.first else { continue }
      let shown = Quoted.text(lines[number].trimmed)
      let isText = ["quoted scalar", "expected key"].contains(where: problem.contains)
      if "\"'".contains(first), isText, closing(first, in: value) == nil {
        return (number + 1, "\(shown) opens a quotation mark that is not closed; close it with \(first)")
      }
      let pairs: [Character: Character] = ["{": "}", "[": "]"]
      guard problem.contains("flow"), let end = pairs[first] else { continue }
      let depth = value.count { $0 == first } - value.count { $0 == end }
      guard depth > 0 else { continue }
      return (number + 1, "\(shown) opens `\(first)` that is not closed; close it with `\(end)`")
    }
    return nil
  }

  /// A line that is no key with a value, or that stands in another column than its neighbours.
  private static func misplaced(_ problem: String, _ lines: ArraySlice<Substring>) -> (Int, String)? {
    guard let line = lines.last else { return nil }
    let shown = Quoted.text(line.trimmed)
    if problem.contains("could not find expected ':'") {
      guard let colon = line.firstIndex(of: ":") else {
        return (lines.count, "\(shown) has no colon; write a key, a colon, a space and a value")
      }
      let (key, value) = (line[..<colon].trimmed, line[line.index(after: colon)...].trimmed)
      return (lines.count, "\(shown) has no space behind its colon; write `\(key): \(value)`")
    }
    guard ["mapping values", "expected key", "'-' indicator"].contains(where: problem.contains) else {
      return nil
    }
    let above = lines.indices.dropLast().last {
      !lines[$0].trimmed.isEmpty && !lines[$0].trimmed.hasPrefix("#")
    }
    guard let above else { return nil }
    let text = lines[above].trimmed
    if text.hasPrefix("-"), !text.hasPrefix("- "), text.contains(": ") {
      return (above + 1, "\(Quoted.text(text)) has no space behind its dash; write `- \(text.dropFirst())`")
    }
    let columns = (mine: column(of: line), above: column(of: lines[above]))
    guard columns.mine != columns.above else { return nil }
    return (
      lines.count,
      "\(shown) begins in column \(columns.mine + 1), the line above it in column \(columns.above + 1); keys of one mapping "
        + "begin in the same column"
    )
  }

  /// The column of a line's key, from 0, behind a dash.
  private static func column(of line: Substring) -> Int { line.prefix { $0 == " " || $0 == "-" }.count }

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
