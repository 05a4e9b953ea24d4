/// Text with superscripts and subscripts, in a notation of two signs: `^{...}` raises and `_{...}` lowers
/// what is between the braces, and they nest: `‖∇W_{q}‖_{∗}`, `10^{-3}`.
///
/// Everything else is literal: `q_proj` and `x^2` stay as they are, and so does an opening without its
/// closing brace. A backslash makes the next character literal. A newline begins a new line. A hyphen
/// before a digit inside a superscript or subscript is set as a minus sign.
public struct RichText: Sendable, Equatable {
  /// A stretch of text at one height and size.
  package struct Span: Sendable, Equatable {
    package var text: String
    /// Font size as a multiple of the surrounding text's.
    package var scale: Double
    /// How far the baseline is raised, in multiples of the surrounding text's font size.
    package var rise: Double
  }

  /// How a superscript or subscript is set.
  private enum Shift {
    static let scale = 0.7
    static let up = 0.36
    static let down = -0.17
  }

  package var spans: [Span]

  /// Reads text in the notation.
  public init(_ source: String) {
    var parser = Parser(characters: Array(source.unicodeScalars))
    parser.parse(scale: 1, rise: 0, closing: false)
    spans = parser.spans
  }

  /// The text that shows `text` as it is, whatever signs of the notation it holds.
  public static func literal(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\\" || scalar == "_" || scalar == "^" { result.append("\\") }
      result.append(scalar)
    }
    return String(result)
  }

  /// `texts` in the notation side by side with `separator` between them; one under the other where one of them runs from
  /// right to left, since a line runs one way only.
  public static func joined(_ texts: [String], by separator: String) -> String {
    texts.joined(separator: texts.contains(where: TextDirection.hasRightToLeft) ? "\n" : separator)
  }

  /// The words alone, for titles of files and alt text, with the superscripts and subscripts that Unicode has: `10⁻³`,
  /// `σᵢ`. Other superscripts follow a `^`, other subscripts stand beside their letter.
  public var plain: String {
    spans.map { span in
      guard span.scale < 1 else { return span.text }
      if span.rise > 0 { return RaisedLetters.raised(span.text) ?? "^" + span.text }
      return RaisedLetters.lowered(span.text) ?? span.text
    }.joined()
  }

  private struct Parser {
    let characters: [Unicode.Scalar]
    var position = 0
    var spans: [Span] = []
    var pending = String.UnicodeScalarView()

    mutating func flush(scale: Double, rise: Double) {
      guard !pending.isEmpty else { return }
      spans.append(Span(text: String(pending), scale: scale, rise: rise))
      pending = String.UnicodeScalarView()
    }

    mutating func parse(scale: Double, rise: Double, closing: Bool, depth: Int = 0) {
      var openBraces = 0
      while position < characters.count {
        let scalar = characters[position]
        if closing, scalar == "}", openBraces == 0 { break }
        if scalar == "{" { openBraces += 1 }
        if scalar == "}" { openBraces -= 1 }
        if scalar == "\\", position + 1 < characters.count {
          pending.append(characters[position + 1])
          position += 2
        } else if depth < 4, opensShift(at: position) {
          flush(scale: scale, rise: rise)
          position += 2
          let offset = scalar == "^" ? Shift.up : Shift.down
          parse(scale: scale * Shift.scale, rise: rise + offset * scale, closing: true, depth: depth + 1)
          position += 1
        } else {
          pending.append(closing && scalar == "-" && startsNumber(at: position + 1) ? "\u{2212}" : scalar)
          position += 1
        }
      }
      flush(scale: scale, rise: rise)
    }

    func startsNumber(at index: Int) -> Bool {
      index < characters.count && ("0"..."9").contains(characters[index])
    }

    /// Whether a `^{` or `_{` with its closing brace begins here.
    func opensShift(at index: Int) -> Bool {
      guard index + 1 < characters.count, characters[index] == "^" || characters[index] == "_",
        characters[index + 1] == "{"
      else { return false }
      var depth = 0
      var place = index + 1
      while place < characters.count {
        switch characters[place] {
        case "\\": place += 1
        case "{": depth += 1
        case "}":
          depth -= 1
          if depth == 0 { return true }
        default: break
        }
        place += 1
      }
      return false
    }
  }
}
