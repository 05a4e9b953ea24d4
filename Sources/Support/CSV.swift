/// Comma-separated values (RFC 4180 with line feeds): the fields of a row and the row itself.
package enum CSV {
  /// Fields with commas between them; what is written ends each row with a line feed.
  package static func row(_ fields: [String]) -> String { fields.joined(separator: ",") }

  /// A number as the shortest decimal that reads back as the same double; nothing for one that is not known.
  package static func number(_ number: Double?) -> String {
    guard let number, !number.isNaN else { return "" }
    guard number.isFinite else { return number < 0 ? "-Infinity" : "Infinity" }
    return number.description
  }

  /// A count; nothing for one that is not known.
  package static func count(_ count: Int?) -> String { count.map(String.init) ?? "" }

  /// A text as it is, always in quotes: for texts such as a token, which may be a comma, a quote or a line feed.
  package static func quoted(_ text: String) -> String {
    // By scalar, since a quote with a combining mark is one character.
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// A text for people who open the file in a spreadsheet, in quotes only where it needs them.
  ///
  /// A text that a spreadsheet would take for a formula, because it begins with `=`, `+`, `-`, `@`, a tab or a carriage
  /// return, gets a single quote in front.
  package static func text(_ text: String) -> String {
    let isFormula = text.utf8.first.map("=+-@\t\r".utf8.contains) ?? false
    let safe = isFormula ? "'" + text : text
    return safe.utf8.contains(where: ",\"\n\r".utf8.contains) ? quoted(safe) : safe
  }
}
