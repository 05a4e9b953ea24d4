/// Text inside Markdown.
package enum Markdown {
  /// `text` with a backslash before every sign that Markdown could take for its own, and spaces for line ends.
  package static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        escaped += " "
        continue
      }
      if "\\`*_{}[]<>#|~$&!".unicodeScalars.contains(scalar) { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }
}
