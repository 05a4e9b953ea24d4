/// A token between the braces of a template.
enum TemplateToken: Equatable {
  /// A name or keyword.
  case name(String)
  /// A string literal, its escapes resolved.
  case string(String)
  /// A whole number.
  case integer(Int)
  /// A number with a fraction.
  case double(Double)
  /// An operator or a bracket.
  case symbol(String)
}

/// Cuts what stands between the braces of a tag into tokens.
struct ExpressionLexer {
  private let source: [UInt8]
  private(set) var position: Int

  /// Symbols, longer ones first, so that none is taken for the start of another.
  private static let symbols = [
    "//", "**", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{",
    "}", ",",
    ".", ":", "|",
  ].map { Array($0.utf8) }

  init(source: [UInt8], position: Int) {
    self.source = source
    self.position = position
  }

  /// The tokens up to the end of the tag, which may have a sign before it; the position is then after it.
  mutating func tokens(until close: [UInt8]) throws -> [TemplateToken] {
    var tokens: [TemplateToken] = []
    var depth = 0
    while true {
      skipSpace()
      guard position < source.count else { throw TemplateError.syntax("a tag is not closed") }
      if depth == 0, let end = endOfTag(close) {
        position = end
        return tokens
      }
      let token = try next()
      if case .symbol(let symbol) = token {
        if "([{".contains(symbol) { depth += 1 } else if ")]}".contains(symbol) { depth -= 1 }
      }
      tokens.append(token)
    }
  }

  private mutating func skipSpace() {
    while position < source.count, TemplateLexer.isSpace(source[position]) { position += 1 }
  }

  private func endOfTag(_ close: [UInt8]) -> Int? {
    let sign = source[position]
    let start = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") ? position + 1 : position
    return source[start...].starts(with: close) ? start + close.count : nil
  }

  private mutating func next() throws -> TemplateToken {
    let byte = source[position]
    if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return .string(try string(quote: byte)) }
    if Self.isDigit(byte) { return try number() }
    if Self.isNameStart(byte) {
      return .name(take { Self.isNameStart($0) || Self.isDigit($0) })
    }
    for symbol in Self.symbols where source[position...].starts(with: symbol) {
      position += symbol.count
      return .symbol(String(decoding: symbol, as: UTF8.self))
    }
    throw TemplateError.syntax(
      "\"\(String(decoding: source[position...].prefix(1), as: UTF8.self))\" is unexpected")
  }

  private mutating func take(while belongs: (UInt8) -> Bool) -> String {
    let start = position
    while position < source.count, belongs(source[position]) { position += 1 }
    return String(decoding: source[start..<position], as: UTF8.self)
  }

  private mutating func number() throws -> TemplateToken {
    let whole = take(while: Self.isDigit)
    let isFraction =
      position + 1 < source.count && source[position] == UInt8(ascii: ".")
      && Self.isDigit(source[position + 1])
    if isFraction {
      position += 1
      if let value = Double(whole + "." + take(while: Self.isDigit)) { return .double(value) }
    } else if let value = Int(whole) {
      return .integer(value)
    }
    throw TemplateError.syntax("the number \(whole) is too large")
  }

  private mutating func string(quote: UInt8) throws -> String {
    position += 1
    var bytes: [UInt8] = []
    while position < source.count, source[position] != quote {
      if source[position] == UInt8(ascii: "\\") {
        bytes.append(contentsOf: try escape())
      } else {
        bytes.append(source[position])
        position += 1
      }
    }
    guard position < source.count else { throw TemplateError.syntax("a string is not closed") }
    position += 1
    return String(decoding: bytes, as: UTF8.self)
  }

  /// One escape of a Python string; an unknown one stands for itself.
  private mutating func escape() throws -> [UInt8] {
    guard position + 1 < source.count else { throw TemplateError.syntax("a string is not closed") }
    let letter = source[position + 1]
    position += 2
    switch letter {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): return [letter]
    case UInt8(ascii: "x"): return try scalar(digits: 2)
    case UInt8(ascii: "u"): return try scalar(digits: 4)
    default: return [UInt8(ascii: "\\"), letter]
    }
  }

  private mutating func scalar(digits: Int) throws -> [UInt8] {
    let text = String(decoding: source[position...].prefix(digits), as: UTF8.self)
    guard text.utf8.count == digits, let value = UInt32(text, radix: 16), Unicode.Scalar(value) != nil else {
      throw TemplateError.syntax("the escape \\\(text) is no character")
    }
    position += digits
    return UTF8Reader.bytes(of: value)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isNameStart(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
  }
}

/// The tokens of one tag, read from the left.
struct TokenReader {
  private let tokens: [TemplateToken]
  private var position = 0

  init(_ tokens: [TemplateToken]) {
    self.tokens = tokens
  }

  /// The next token, or nil at the end.
  var peek: TemplateToken? { position < tokens.count ? tokens[position] : nil }

  /// The token after the next one.
  var peekSecond: TemplateToken? { position + 1 < tokens.count ? tokens[position + 1] : nil }

  /// Takes the next token.
  mutating func take() -> TemplateToken? {
    defer { position += 1 }
    return peek
  }

  /// Takes the next token if it is the one given.
  mutating func take(_ token: TemplateToken) -> Bool {
    guard peek == token else { return false }
    position += 1
    return true
  }

  /// Takes a token that must be there.
  mutating func expect(_ symbol: String) throws {
    guard take(.symbol(symbol)) else { throw TemplateError.syntax("\"\(symbol)\" is missing") }
  }

  /// Takes a name that must be there.
  mutating func expectName() throws -> String {
    guard case .name(let name) = take() else { throw TemplateError.syntax("a name is missing") }
    return name
  }

  /// Makes sure that nothing is left.
  func expectEnd() throws {
    if let peek { throw TemplateError.syntax("\(peek) is unexpected") }
  }
}
