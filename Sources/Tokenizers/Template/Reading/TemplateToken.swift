/// A token of a template.
enum TemplateToken: Equatable {
  /// Text outside of all tags.
  case data(String)
  /// `{{` or `{%`.
  case open(TemplateTag)
  /// `}}` or `%}`.
  case close(TemplateTag)
  /// A name or keyword.
  case name(String)
  /// A string literal, its escapes resolved.
  case string(String)
  /// A whole number.
  case integer(Int)
  /// A number with a fraction or an exponent.
  case double(Double)
  /// An operator or a bracket.
  case symbol(String)
  /// The end of the template.
  case end

  /// The token as it stands in a template, for messages.
  var words: String {
    switch self {
    case .data: "text"
    case .open(let tag): "\"\(tag.opening)\""
    case .close(let tag): "\"\(tag.closing)\""
    case .name(let name), .symbol(let name): "\"\(name)\""
    case .string: "a text in quotes"
    case .integer, .double: "a number"
    case .end: "the end of the template"
    }
  }

  /// A token with the line that it starts in.
  struct Placed {
    let token: TemplateToken
    let line: Int
  }
}

/// The two kinds of tags that hold expressions.
enum TemplateTag: Equatable {
  /// `{{ ... }}`.
  case output
  /// `{% ... %}`.
  case statement

  var opening: String { self == .output ? "{{" : "{%" }
  var closing: String { self == .output ? "}}" : "%}" }
}

/// The tokens of a template, read from the left.
struct TokenReader {
  private let tokens: [TemplateToken.Placed]
  private var position = 0

  /// Takes tokens of which the last is ``TemplateToken/end``.
  init(_ tokens: [TemplateToken.Placed]) {
    self.tokens = tokens
  }

  /// The next token.
  var peek: TemplateToken { tokens[position].token }

  /// The line of the next token.
  var line: Int { tokens[position].line }

  /// The token after the next one.
  var peekSecond: TemplateToken { tokens[min(position + 1, tokens.count - 1)].token }

  /// The symbol that comes next, if it is one.
  var symbol: String? {
    if case .symbol(let symbol) = peek { symbol } else { nil }
  }

  /// The name that comes next, if it is one.
  var name: String? {
    if case .name(let name) = peek { name } else { nil }
  }

  /// Takes the next token; the end stays.
  @discardableResult
  mutating func take() -> TemplateToken {
    defer { position = min(position + 1, tokens.count - 1) }
    return peek
  }

  /// Takes the next token if it is the one given.
  mutating func take(_ token: TemplateToken) -> Bool {
    guard peek == token else { return false }
    take()
    return true
  }

  /// Takes a token that must be there.
  mutating func expect(_ token: TemplateToken) throws {
    guard take(token) else { throw missing(token.words) }
  }

  /// Takes a symbol that must be there.
  mutating func expect(_ symbol: String) throws { try expect(.symbol(symbol)) }

  /// Takes a name that must be there.
  mutating func expectName() throws -> String {
    guard let name else { throw missing("a name") }
    take()
    return name
  }

  /// The error that something was expected here.
  func missing(_ expected: String) -> TemplateError {
    .syntax("\(expected) was expected, found \(peek.words)", line: line)
  }
}
