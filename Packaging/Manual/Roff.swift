/// The language of manual pages.
struct Roff {
  private(set) var text = ""

  /// Adds a request such as `.SH NAME`; `arguments` are escaped.
  mutating func request(_ name: String, _ arguments: String...) {
    let quoted = arguments.map { "\"\(Self.escaped($0).replacing("\"", with: "\\(dq"))\"" }
    text += ([".\(name)"] + quoted).joined(separator: " ") + "\n"
  }

  /// Adds a line of text that may hold markup already.
  mutating func line(markup: String) {
    // A line that begins with a dot or a quote would be a request.
    let isRequest = markup.hasPrefix(".") || markup.hasPrefix("'")
    text += (isRequest ? "\\&" : "") + markup + "\n"
  }

  /// Adds a line of plain text.
  mutating func line(_ plain: String) { line(markup: Self.escaped(plain)) }

  /// Adds lines that are set as they are.
  mutating func verbatim(_ lines: [String]) {
    text += ".PP\n.nf\n.RS\n"
    for line in lines { self.line(line) }
    text += ".RE\n.fi\n"
  }

  static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

  static func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

  /// `text` with what roff takes for its own escaped; a hyphen is one that can be searched and copied.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "\n": escaped += " "
      case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
      default: escaped += "\\[u\(Self.hexadecimal(scalar))]"
      }
    }
    return escaped
  }

  /// Four digits or more, as roff names characters beyond ASCII.
  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(4 - digits.count, 0)) + digits
  }
}
