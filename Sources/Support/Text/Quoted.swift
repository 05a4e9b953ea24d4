/// Text of a user inside a message: short, on one line, in backquotes.
package enum Quoted {
  package static func text(_ text: String, limit: Int = 60) -> String {
    let line = text.unicodeScalars.prefix(limit + 1).map { $0.value < 32 || $0.value == 127 ? " " : $0 }
    let shown = String(String.UnicodeScalarView(line.prefix(limit)))
    return line.count > limit ? "`\(shown)…`" : "`\(shown)`"
  }
}
