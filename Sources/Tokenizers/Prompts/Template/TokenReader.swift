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
