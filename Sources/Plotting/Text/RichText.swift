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
    /// Height by which the baseline is raised, in multiples of the surrounding text's font size.
    package var rise: Double
  }

  /// Scale and shifts of a superscript or subscript.
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
  package static func joined(_ texts: [String], by separator: String) -> String {
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

/// The superscripts and subscripts that Unicode has, for text that cannot set any letter smaller.
enum RaisedLetters {
  private static let superscripts = table("0123456789+-\u{2212}()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿⁱ")
  private static let subscripts = table(
    "0123456789+-\u{2212}()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")

  /// `text` in superscripts, nil when one of its signs has none.
  static func raised(_ text: String) -> String? { mapped(text, superscripts) }

  /// `text` in subscripts, nil when one of its signs has none.
  static func lowered(_ text: String) -> String? { mapped(text, subscripts) }

  private static func mapped(_ text: String, _ table: [Character: Character]) -> String? {
    var result = ""
    for sign in text {
      guard let other = table[sign] else { return nil }
      result.append(other)
    }
    return result
  }

  private static func table(_ from: String, _ to: String) -> [Character: Character] {
    Dictionary(uniqueKeysWithValues: zip(from, to))
  }
}

/// The direction of text.
enum TextDirection {
  /// Whether `text` runs from right to left.
  ///
  /// - Throws: ``PlotError/mixedDirections(label:)`` when it has letters or digits that run the other way
  ///   too.
  static func isRightToLeft(_ text: String, label: String) throws(PlotError) -> Bool {
    guard hasRightToLeft(text) else { return false }
    let others = text.unicodeScalars.contains { !isRightToLeft($0) && runsForward($0) }
    if others { throw .mixedDirections(label: label) }
    return true
  }

  /// Whether `text` has anything that runs from right to left.
  static func hasRightToLeft(_ text: String) -> Bool { text.unicodeScalars.contains(where: isRightToLeft) }

  /// Hebrew, Arabic, Syriac, Thaana, N'Ko and what follows them up to the end of the block that Unicode
  /// reserves for right-to-left scripts, with the Arabic and Hebrew presentation forms; but not the digits of Arabic,
  /// which run as ours do.
  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0660...0x0669, 0x06F0...0x06F9: false
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }

  private static func runsForward(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
