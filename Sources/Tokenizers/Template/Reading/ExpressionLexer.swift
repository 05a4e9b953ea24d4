/// Cuts what stands between the braces of a tag into tokens, and knows which brackets are open.
struct ExpressionLexer {
  /// The closing brackets that are waited for; no more than a nesting that can be read.
  private var awaited: [UInt8] = []

  private static let doubled = ["//", "**", "==", "!=", ">=", "<="].map { Array($0.utf8) }
  private static let single = Array("+-/*%~[](){}><=.:|,;".utf8)

  /// Whether no bracket is open.
  var isBalanced: Bool { awaited.isEmpty }

  /// The token that starts at the position, which is moved behind it.
  mutating func next(in source: inout SourceReader) throws -> TemplateToken {
    guard let (scalar, length) = source.scalar(at: source.position) else { return .end }
    if scalar == "'" || scalar == "\"" { return .string(try StringLiteral.read(from: &source)) }
    if (0x30...0x39).contains(scalar.value) { return try NumberLiteral.read(from: &source) }
    if scalar == "_" || scalar.properties.isXIDContinue { return .name(try name(in: &source)) }
    guard let symbol = Self.symbol(in: source) else {
      throw TemplateError.syntax(
        "the character \(String(scalar).debugDescription) is unexpected", line: source.line)
    }
    try balance(symbol, line: source.line)
    source.move(to: source.position + (length > 1 ? length : symbol.count))
    return .symbol(String(decoding: symbol, as: UTF8.self))
  }

  private static func symbol(in source: SourceReader) -> [UInt8]? {
    let first = source.byte(at: source.position)
    let pair = [first, source.byte(at: source.position + 1)]
    if doubled.contains(pair) { return pair }
    return single.contains(first) ? [first] : nil
  }

  private mutating func balance(_ symbol: [UInt8], line: Int) throws {
    switch symbol {
    case [UInt8(ascii: "(")]: awaited.append(UInt8(ascii: ")"))
    case [UInt8(ascii: "[")], [UInt8(ascii: "{")]: awaited.append(symbol[0] + 2)
    case [UInt8(ascii: ")")], [UInt8(ascii: "]")], [UInt8(ascii: "}")]:
      guard awaited.popLast() == symbol[0] else {
        throw TemplateError.syntax("\"\(String(decoding: symbol, as: UTF8.self))\" is unexpected", line: line)
      }
    default: break
    }
  }

  private func name(in source: inout SourceReader) throws -> String {
    let start = source.position
    var end = start
    while let (scalar, length) = source.scalar(at: end), scalar == "_" || scalar.properties.isXIDContinue {
      end += length
    }
    let name = source.text(start..<end)
    guard let first = name.unicodeScalars.first, first == "_" || first.properties.isXIDStart else {
      throw TemplateError.syntax("\"\(name)\" is no name", line: source.line)
    }
    source.move(to: end)
    return name
  }
}

/// Numbers of the template language.
enum NumberLiteral {
  /// Reads the number that starts at the position.
  static func read(from source: inout SourceReader) throws -> TemplateToken {
    let start = source.position
    if source.byte(at: start - 1) != UInt8(ascii: "."), let end = endOfDouble(in: source) {
      let text = digits(source.text(start..<end))
      guard let value = Double(text), value.isFinite else { throw tooLarge(text, source) }
      source.move(to: end)
      return .double(value)
    }
    let (end, radix) = endOfInteger(in: source)
    let text = digits(source.text(start..<end))
    guard let value = Int(radix == 10 ? text : String(text.dropFirst(2)), radix: radix) else {
      throw tooLarge(text, source)
    }
    source.move(to: end)
    return .integer(value)
  }

  private static func digits(_ text: String) -> String { text.filter { $0 != "_" } }

  private static func tooLarge(_ text: String, _ source: SourceReader) -> TemplateError {
    .unsupported("a number as large as \(text.prefix(40))", line: source.line)
  }

  private static func endOfDouble(in source: SourceReader) -> Int? {
    var end = endOfDigits(in: source, from: source.position)
    var isDouble = false
    if source.byte(at: end) == UInt8(ascii: "."), isDigit(source.byte(at: end + 1)) {
      end = endOfDigits(in: source, from: end + 1)
      isDouble = true
    }
    if source.byte(at: end) | 0x20 == UInt8(ascii: "e") {
      let digits = end + 1 + (source.sign(at: end + 1) == nil ? 0 : 1)
      if isDigit(source.byte(at: digits)) { return endOfDigits(in: source, from: digits) }
    }
    return isDouble ? end : nil
  }

  private static func endOfInteger(in source: SourceReader) -> (end: Int, radix: Int) {
    let start = source.position
    guard source.byte(at: start) == UInt8(ascii: "0") else {
      return (endOfDigits(in: source, from: start), 10)
    }
    let radix = [UInt8(ascii: "b"): 2, UInt8(ascii: "o"): 8, UInt8(ascii: "x"): 16][
      source.byte(at: start + 1) | 0x20]
    if let radix {
      let end = endOfDigits(in: source, from: start + 2, radix: radix, mayStartWithBar: true)
      if end > start + 2 { return (end, radix) }
    }
    var end = start + 1
    while let next = [end, end + 1].first(where: { source.byte(at: $0) == UInt8(ascii: "0") }),
      next == end || source.byte(at: end) == UInt8(ascii: "_")
    {
      end = next + 1
    }
    return (end, 10)
  }

  /// The end of digits with single bars between them.
  private static func endOfDigits(
    in source: SourceReader, from start: Int, radix: Int = 10, mayStartWithBar: Bool = false
  ) -> Int {
    var end = start
    while true {
      let isBar = source.byte(at: end) == UInt8(ascii: "_") && (end > start || mayStartWithBar)
      guard isDigit(source.byte(at: isBar ? end + 1 : end), radix: radix) else { return end }
      end += isBar ? 2 : 1
    }
  }

  private static func isDigit(_ byte: UInt8, radix: Int = 10) -> Bool {
    Character(Unicode.Scalar(byte)).hexDigitValue.map { $0 < radix && byte < 0x80 } ?? false
  }
}
