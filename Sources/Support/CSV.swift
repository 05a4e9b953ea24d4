/// What stands between two commas of an exported table (RFC 4180 with line feeds).
package enum CSVField {
  /// A number as the shortest decimal that reads back as the same double; nothing for one that is not known.
  package static func number(_ number: Double?) -> String {
    guard let number, !number.isNaN else { return "" }
    guard number.isFinite else { return number < 0 ? "-Infinity" : "Infinity" }
    return number.description
  }

  /// A count; nothing for one that is not known.
  package static func count(_ count: Int?) -> String { count.map(String.init) ?? "" }

  /// A text as it is, in quotes: the text of a token may be a comma, a quote or a line feed.
  package static func text(_ text: String) -> String {
    // By scalar, since a quote with a combining mark is one character.
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
