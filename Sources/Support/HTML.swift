/// Markup that is ready to stand in a page, as opposed to text, which must be escaped first.
///
/// The type is the only way past the escaping of templates, so every place where markup is made can be found
/// by looking for its initialisers.
package struct HTML: Sendable, Hashable, ExpressibleByStringLiteral {
  /// The markup.
  package let markup: String

  /// Takes `markup` as it is: only for markup that the program or its Markdown reader made.
  package init(markup: String) { self.markup = markup }

  /// Markup written in the source code.
  package init(stringLiteral value: String) { markup = value }

  /// Escapes `text`, so that it reads the same in an element and in a quoted attribute.
  ///
  /// Works by scalar and not by character: a quote followed by a combining accent is one Swift character, yet
  /// a browser sees the quote.
  package init(escaping text: String) {
    var escaped = ""
    escaped.unicodeScalars.reserveCapacity(text.unicodeScalars.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    markup = escaped
  }

  /// `left`, then `right`.
  package static func + (left: HTML, right: HTML) -> HTML { HTML(markup: left.markup + right.markup) }
}
