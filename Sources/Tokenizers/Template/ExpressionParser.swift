/// Reads expressions, with the precedence of operators that Jinja gives them.
struct ExpressionParser {
  var reader: TokenReader
  private var depth = 0
  private static let deepest = 64

  init(_ tokens: [TemplateToken]) {
    reader = TokenReader(tokens)
  }

  /// One expression that takes up all tokens.
  static func expression(_ tokens: [TemplateToken]) throws -> TemplateExpression {
    var parser = ExpressionParser(tokens)
    let expression = try parser.expression()
    try parser.reader.expectEnd()
    return expression
  }

  /// An expression, with an inline `if` unless that belongs to something else.
  mutating func expression(withCondition: Bool = true) throws -> TemplateExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw TemplateError.unsupported("an expression of this depth") }
    var result = try disjunction()
    while withCondition, reader.take(.name("if")) {
      let condition = try disjunction()
      let otherwise = reader.take(.name("else")) ? try expression() : nil
      result = .conditional(condition: condition, then: result, otherwise: otherwise)
    }
    return result
  }

  private mutating func disjunction() throws -> TemplateExpression {
    var left = try conjunction()
    while reader.take(.name("or")) { left = .binary("or", left, try conjunction()) }
    return left
  }

  private mutating func conjunction() throws -> TemplateExpression {
    var left = try negation()
    while reader.take(.name("and")) { left = .binary("and", left, try negation()) }
    return left
  }

  private mutating func negation() throws -> TemplateExpression {
    var count = 0
    while reader.peek == .name("not") {
      _ = reader.take()
      count += 1
    }
    let operand = try comparison()
    return (0..<count).reduce(operand) { result, _ in .unary("not", result) }
  }

  private mutating func comparison() throws -> TemplateExpression {
    var left = try binary(level: 0)
    while let sign = comparisonSign() { left = .binary(sign, left, try binary(level: 0)) }
    return left
  }

  private mutating func comparisonSign() -> String? {
    if reader.take(.name("in")) { return "in" }
    if reader.peek == .name("not"), reader.peekSecond == .name("in") {
      _ = (reader.take(), reader.take())
      return "not in"
    }
    return ["==", "!=", "<=", ">=", "<", ">"].first { reader.take(.symbol($0)) }
  }

  /// Operators that bind more and more tightly.
  private static let levels = [["+", "-"], ["~"], ["*", "//", "/", "%"]]

  private mutating func binary(level: Int) throws -> TemplateExpression {
    guard level < Self.levels.count else { return try unary() }
    var left = try binary(level: level + 1)
    while let sign = Self.levels[level].first(where: { reader.take(.symbol($0)) }) {
      left = .binary(sign, left, try binary(level: level + 1))
    }
    return left
  }

  private mutating func unary() throws -> TemplateExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw TemplateError.unsupported("an expression of this depth") }
    for sign in ["-", "+"] where reader.take(.symbol(sign)) {
      return .unary(sign, try unary())
    }
    return try postfix(primary())
  }

  private mutating func primary() throws -> TemplateExpression {
    switch reader.take() {
    case .string(var text):
      while case .string(let more) = reader.peek {
        _ = reader.take()
        text += more
      }
      return .literal(.string(text))
    case .integer(let value): return .literal(.integer(value))
    case .double(let value): return .literal(.double(value))
    case .name(let name): return try named(name)
    case .symbol("("):
      let inner = try expression()
      guard reader.take(.symbol(")")) else { throw TemplateError.unsupported("a tuple") }
      return inner
    case .symbol("["): return .list(try items(until: "]") { try $0.expression() })
    case .symbol("{"):
      return .mapping(
        try items(until: "}") { parser in
          let key = try parser.expression()
          try parser.reader.expect(":")
          return TemplateExpression.Entry(key: key, value: try parser.expression())
        })
    case let token: throw TemplateError.syntax("\(token.map { "\($0)" } ?? "the end of a tag") is unexpected")
    }
  }

  private mutating func named(_ name: String) throws -> TemplateExpression {
    switch name {
    case "true", "True": return .literal(.bool(true))
    case "false", "False": return .literal(.bool(false))
    case "none", "None": return .literal(.none)
    default: return reader.take(.symbol("(")) ? .call(name, try arguments()) : .name(name)
    }
  }

  private mutating func postfix(_ start: TemplateExpression) throws -> TemplateExpression {
    var result = start
    while true {
      if reader.take(.symbol(".")) {
        let name = try reader.expectName()
        result =
          reader.take(.symbol("("))
          ? .method(result, name, try arguments()) : .member(result, .literal(.string(name)))
      } else if reader.take(.symbol("[")) {
        result = try subscripted(result)
      } else if reader.take(.symbol("|")) {
        let name = try reader.expectName()
        result = .filter(result, name, reader.take(.symbol("(")) ? try arguments() : .init())
      } else if reader.take(.name("is")) {
        let isNegated = reader.take(.name("not"))
        let name = try reader.expectName()
        result = .test(
          result, name, reader.take(.symbol("(")) ? try arguments() : .init(), isNegated: isNegated)
      } else {
        return result
      }
    }
  }

  private mutating func subscripted(_ list: TemplateExpression) throws -> TemplateExpression {
    var parts: [TemplateExpression?] = [nil]
    while !reader.take(.symbol("]")) {
      if reader.take(.symbol(":")) {
        parts.append(nil)
      } else {
        guard parts[parts.count - 1] == nil else { throw TemplateError.syntax("\"]\" is missing") }
        parts[parts.count - 1] = try expression()
      }
    }
    if parts.count == 1, let index = parts[0] { return .member(list, index) }
    guard parts.count == 2 || parts.count == 3 else { throw TemplateError.syntax("an index is missing") }
    return .slice(list, parts[0], parts[1], parts.count == 3 ? parts[2] : nil)
  }

  private mutating func arguments() throws -> TemplateExpression.Arguments {
    var arguments = TemplateExpression.Arguments()
    let all = try items(until: ")") { parser -> (String?, TemplateExpression) in
      if case .name(let name) = parser.reader.peek, parser.reader.peekSecond == .symbol("=") {
        _ = (parser.reader.take(), parser.reader.take())
        return (name, try parser.expression())
      }
      return (nil, try parser.expression())
    }
    for (name, value) in all {
      if let name {
        arguments.named.append(.init(key: .literal(.string(name)), value: value))
      } else {
        arguments.positional.append(value)
      }
    }
    return arguments
  }

  /// Items with commas between them, and perhaps one after the last.
  private mutating func items<Item>(
    until close: String, _ item: (inout ExpressionParser) throws -> Item
  ) throws -> [Item] {
    var items: [Item] = []
    while !reader.take(.symbol(close)) {
      items.append(try item(&self))
      if !reader.take(.symbol(",")) {
        try reader.expect(close)
        return items
      }
    }
    return items
  }
}
