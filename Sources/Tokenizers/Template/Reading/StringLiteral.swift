/// String literals of the template language, with the escapes of Python.
enum StringLiteral {
  /// Reads the literal that starts at the position.
  static func read(from source: inout SourceReader) throws -> String {
    let start = source.position
    let line = source.line
    let quote = source.byte(at: start)
    var end = start + 1
    while end < source.count, source[end] != quote { end += source[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < source.count else { throw TemplateError.syntax("a text in quotes is not closed", line: line) }
    let text = source.text(start + 1..<end)
    source.move(to: end + 1)
    return text.utf8.contains(UInt8(ascii: "\\")) ? try unescape(text, line: line) : text
  }

  private static func unescape(_ text: String, line: Int) throws -> String {
    var scalars = text.unicodeScalars.makeIterator()
    var result = String.UnicodeScalarView()
    var pending: Unicode.Scalar?
    while let scalar = pending ?? scalars.next() {
      pending = nil
      guard scalar == "\\", let letter = scalars.next() else {
        result.append(scalar)
        continue
      }
      switch letter {
      case "x": result.append(try code(2, letter, &scalars, line))
      case "u": result.append(try code(4, letter, &scalars, line))
      case "U": result.append(try code(8, letter, &scalars, line))
      case "N": throw TemplateError.unsupported("the escape \\N of a named character", line: line)
      case "0"..."7": pending = octal(letter, &scalars, into: &result)
      default: result.append(contentsOf: simple(letter))
      }
    }
    return String(result)
  }

  /// Escapes of one letter; an unknown one stands for itself with its backslash.
  ///
  /// Jinja writes characters beyond ASCII as escapes before it reads all escapes, so that a backslash before one of them
  /// is the backslash of that escape, escaped.
  private static func simple(_ letter: Unicode.Scalar) -> String.UnicodeScalarView {
    switch letter {
    case "\n": return "".unicodeScalars
    case "\\", "'", "\"": return String(letter).unicodeScalars
    case "n": return "\n".unicodeScalars
    case "r": return "\r".unicodeScalars
    case "t": return "\t".unicodeScalars
    case "a": return "\u{7}".unicodeScalars
    case "b": return "\u{8}".unicodeScalars
    case "f": return "\u{C}".unicodeScalars
    case "v": return "\u{B}".unicodeScalars
    default: break
    }
    guard letter.value > 0x7F else { return ("\\" + String(letter)).unicodeScalars }
    let (sign, width) = letter.value > 0xFFFF ? ("U", 8) : letter.value > 0xFF ? ("u", 4) : ("x", 2)
    let digits = String(letter.value, radix: 16)
    return ("\\" + sign + String(repeating: "0", count: width - digits.count) + digits).unicodeScalars
  }

  private static func code(
    _ count: Int, _ letter: Unicode.Scalar, _ scalars: inout String.UnicodeScalarView.Iterator, _ line: Int
  ) throws -> Unicode.Scalar {
    var digits = ""
    while digits.count < count, let scalar = scalars.next(), scalar.properties.isASCIIHexDigit {
      digits.unicodeScalars.append(scalar)
    }
    guard digits.count == count, let value = UInt32(digits, radix: 16) else {
      throw TemplateError.syntax("the escape \\\(letter)\(digits) has too few digits", line: line)
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw TemplateError.unsupported("the escape \\\(letter)\(digits), which is no character,", line: line)
    }
    return scalar
  }

  /// Appends the character of up to three octal digits; returns what follows if it was looked at.
  private static func octal(
    _ first: Unicode.Scalar, _ scalars: inout String.UnicodeScalarView.Iterator,
    into result: inout String.UnicodeScalarView
  ) -> Unicode.Scalar? {
    var value = first.value - 0x30
    for _ in 0..<2 {
      guard let next = scalars.next() else { break }
      guard ("0"..."7").contains(next) else {
        result.append(Unicode.Scalar(value) ?? "\0")
        return next
      }
      value = value << 3 | (next.value - 0x30)
    }
    result.append(Unicode.Scalar(value) ?? "\0")
    return nil
  }
}
