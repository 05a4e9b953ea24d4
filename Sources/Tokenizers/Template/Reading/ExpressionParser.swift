/// Reads expressions, with the precedence of operators that Jinja gives them.
struct ExpressionParser {
  var reader: TokenReader
  private var depth = 0
  /// Brackets and prefixes in each other, each of which takes part of the stack.
  private static let deepest = 100

  init(_ tokens: [TemplateToken.Placed]) {
    reader = TokenReader(tokens)
  }

  /// Reads something that may hold itself.
  private mutating func nested<Part>(_ read: (inout Self) throws -> Part) throws -> Part {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw TemplateError.limit("brackets and signs nested more than \(Self.deepest) deep", line: reader.line)
    }
    return try read(&self)
  }

  /// An expression; `if` and what follows belong to something else if conditions are not taken.
  mutating func expression(withCondition: Bool = true) throws -> TemplateExpression {
    try nested { try withCondition ? $0.condition() : $0.disjunction() }
  }

  /// One expression, or a tuple of several with commas between; `isEnd` tells where it ends.
  mutating func tuple(
    withCondition: Bool = true, inParentheses: Bool = false,
    endsAt isEnd: (TokenReader) -> Bool = { _ in false }
  ) throws -> TemplateExpression {
    let line = reader.line
    var parts: [TemplateExpression] = []
    var hasComma = false
    while !endsTuple(isEnd) {
      parts.append(try expression(withCondition: withCondition))
      guard reader.take(.symbol(",")) else { break }
      hasComma = true
    }
    if !hasComma, let first = parts.first { return first }
    guard hasComma || inParentheses else { throw reader.missing("an expression") }
    return try TemplateExpression(.tuple(parts), line: line)
  }

  private func endsTuple(_ isEnd: (TokenReader) -> Bool) -> Bool {
    if case .close = reader.peek { return true }
    return reader.symbol == ")" || isEnd(reader)
  }

  private mutating func condition() throws -> TemplateExpression {
    let line = reader.line
    var result = try disjunction()
    while reader.take(.name("if")) {
      let test = try disjunction()
      let otherwise = reader.take(.name("else")) ? try expression() : nil
      result = try TemplateExpression(.condition(test: test, value: result, otherwise: otherwise), line: line)
    }
    return result
  }

  /// Reads operands with operators between them, from the left.
  private mutating func chain(
    of operand: (inout Self) throws -> TemplateExpression,
    _ join: (inout Self, TemplateExpression) throws -> TemplateExpression.Kind?
  ) throws -> TemplateExpression {
    let line = reader.line
    var result = try operand(&self)
    while let kind = try join(&self, result) { result = try TemplateExpression(kind, line: line) }
    return result
  }

  private mutating func disjunction() throws -> TemplateExpression {
    try chain(of: { try $0.conjunction() }) {
      $0.reader.take(.name("or")) ? .or($1, try $0.conjunction()) : nil
    }
  }

  private mutating func conjunction() throws -> TemplateExpression {
    try chain(of: { try $0.negation() }) { $0.reader.take(.name("and")) ? .and($1, try $0.negation()) : nil }
  }

  private mutating func negation() throws -> TemplateExpression {
    let line = reader.line
    guard reader.take(.name("not")) else { return try comparison() }
    return try TemplateExpression(.not(try nested { try $0.negation() }), line: line)
  }

  private mutating func comparison() throws -> TemplateExpression {
    let line = reader.line
    let first = try sum()
    var rest: [(operation: ComparisonOperator, right: TemplateExpression)] = []
    while let operation = takeComparison() { rest.append((operation, try sum())) }
    return rest.isEmpty ? first : try TemplateExpression(.comparison(first, rest), line: line)
  }

  private mutating func takeComparison() -> ComparisonOperator? {
    if reader.take(.name("in")) { return .isIn }
    if reader.name == "not", reader.peekSecond == .name("in") {
      reader.take()
      reader.take()
      return .isNotIn
    }
    guard let operation = reader.symbol.flatMap(ComparisonOperator.init) else { return nil }
    reader.take()
    return operation
  }

  private mutating func arithmetic(_ symbols: [ArithmeticOperator]) -> ArithmeticOperator? {
    guard let operation = reader.symbol.flatMap(ArithmeticOperator.init), symbols.contains(operation) else {
      return nil
    }
    reader.take()
    return operation
  }

  private mutating func sum() throws -> TemplateExpression {
    try chain(of: { try $0.concatenation() }) { parser, left in
      try parser.arithmetic([.add, .subtract]).map { .arithmetic($0, left, try parser.concatenation()) }
    }
  }

  private mutating func concatenation() throws -> TemplateExpression {
    let line = reader.line
    var parts = [try product()]
    while reader.take(.symbol("~")) { parts.append(try product()) }
    return parts.count == 1 ? parts[0] : try TemplateExpression(.concatenation(parts), line: line)
  }

  private mutating func product() throws -> TemplateExpression {
    try chain(of: { try $0.power() }) { parser, left in
      try parser.arithmetic([.multiply, .divide, .divideToFloor, .remainder])
        .map { .arithmetic($0, left, try parser.power()) }
    }
  }

  private mutating func power() throws -> TemplateExpression {
    try chain(of: { try $0.unary(withFilter: true) }) { parser, left in
      try parser.arithmetic([.power]).map { .arithmetic($0, left, try parser.unary(withFilter: true)) }
    }
  }

  private mutating func unary(withFilter: Bool) throws -> TemplateExpression {
    let line = reader.line
    var result: TemplateExpression
    if reader.symbol == "-" || reader.symbol == "+" {
      let isNegative = reader.take() == .symbol("-")
      let operand = try nested { try $0.unary(withFilter: false) }
      result = try TemplateExpression(.sign(operand, isNegative: isNegative), line: line)
    } else {
      result = try primary()
    }
    result = try postfix(of: result)
    return withFilter ? try filters(of: result) : result
  }

  // MARK: - What follows a value

  private mutating func postfix(of owner: TemplateExpression) throws -> TemplateExpression {
    var result = owner
    while let symbol = reader.symbol, [".", "[", "("].contains(symbol) {
      let line = reader.line
      if symbol == "(" {
        result = try TemplateExpression(.call(result, try arguments()), line: line)
      } else {
        reader.take()
        result = try symbol == "." ? attribute(of: result, line) : item(of: result, line)
      }
    }
    return result
  }

  private mutating func attribute(of owner: TemplateExpression, _ line: Int) throws -> TemplateExpression {
    switch reader.peek {
    case .name(let name):
      reader.take()
      return try TemplateExpression(.attribute(owner, name), line: line)
    case .integer(let index):
      reader.take()
      let key = try TemplateExpression(.constant(.integer(index)), line: line)
      return try TemplateExpression(.item(owner, key), line: line)
    default: throw reader.missing("a name or a number")
    }
  }

  private mutating func item(of owner: TemplateExpression, _ line: Int) throws -> TemplateExpression {
    var keys: [TemplateExpression] = []
    while reader.symbol != "]" {
      if !keys.isEmpty { try reader.expect(",") }
      let start = reader.symbol == ":" ? nil : try expression()
      guard reader.take(.symbol(":")) else {
        if let start { keys.append(start) }
        continue
      }
      let slice = try slice(from: start)
      guard keys.isEmpty, reader.take(.symbol("]")) else {
        throw TemplateError.unsupported("a slice beside other keys", line: line)
      }
      return try TemplateExpression(.slice(owner, slice), line: line)
    }
    reader.take()
    let key = keys.count == 1 ? keys[0] : try TemplateExpression(.tuple(keys), line: line)
    return try TemplateExpression(.item(owner, key), line: line)
  }

  private mutating func slice(from start: TemplateExpression?) throws -> TemplateSlice {
    var slice = TemplateSlice(start: start)
    func isEmpty(_ reader: TokenReader) -> Bool { [":", "]", ","].contains(reader.symbol) }
    if !isEmpty(reader) { slice.stop = try expression() }
    if reader.take(.symbol(":")), !isEmpty(reader) { slice.step = try expression() }
    return slice
  }

  /// The arguments of a call, from its opening parenthesis on.
  mutating func arguments() throws -> TemplateArguments {
    let line = reader.line
    try reader.expect("(")
    var arguments = TemplateArguments()
    var isFirst = true
    while reader.symbol != ")" {
      if !isFirst {
        try reader.expect(",")
        if reader.symbol == ")" { break }
      }
      isFirst = false
      guard try takeArgument(into: &arguments) else {
        throw TemplateError.syntax("an argument stands after one that must be the last", line: line)
      }
    }
    try reader.expect(")")
    return arguments
  }

  private mutating func takeArgument(into arguments: inout TemplateArguments) throws -> Bool {
    let isLast = arguments.mapping != nil
    if reader.take(.symbol("*")) {
      guard arguments.list == nil, !isLast else { return false }
      arguments.list = try expression()
    } else if reader.take(.symbol("**")) {
      guard !isLast else { return false }
      arguments.mapping = try expression()
    } else if let name = reader.name, reader.peekSecond == .symbol("=") {
      guard !isLast else { return false }
      reader.take()
      reader.take()
      arguments.named.append((name, try expression()))
    } else {
      guard arguments.list == nil, !isLast, arguments.named.isEmpty else { return false }
      arguments.positional.append(try expression())
    }
    return true
  }

  private mutating func filters(of input: TemplateExpression) throws -> TemplateExpression {
    var result = input
    while true {
      let line = reader.line
      if reader.symbol == "|" {
        guard let filtered = try filter(of: result) else { return result }
        result = filtered
      } else if reader.name == "is" {
        result = try test(of: result)
      } else if reader.symbol == "(" {
        result = try TemplateExpression(.call(result, try arguments()), line: line)
      } else {
        return result
      }
    }
  }

  /// The filters that follow, each behind its bar; nil if there is none.
  mutating func filter(of input: TemplateExpression?) throws -> TemplateExpression? {
    var result = input
    while reader.take(.symbol("|")) { result = try namedFilter(of: result) }
    return result
  }

  /// A filter from its name on.
  mutating func namedFilter(of input: TemplateExpression?) throws -> TemplateExpression {
    let line = reader.line
    let name = try dottedName()
    let arguments = reader.symbol == "(" ? try arguments() : TemplateArguments()
    return try TemplateExpression(.filter(input, name, arguments), line: line)
  }

  private mutating func dottedName() throws -> String {
    var name = try reader.expectName()
    while reader.take(.symbol(".")) { name += "." + (try reader.expectName()) }
    return name
  }

  private mutating func test(of input: TemplateExpression) throws -> TemplateExpression {
    let line = reader.line
    reader.take()
    let isNegated = reader.take(.name("not"))
    let name = try dottedName()
    var arguments = TemplateArguments()
    if reader.symbol == "(" {
      arguments = try self.arguments()
    } else if try startsArgument() {
      let argument = try nested { try $0.primary() }
      arguments.positional = [try postfix(of: argument)]
    }
    let test = try TemplateExpression(.test(input, name, arguments), line: line)
    return isNegated ? try TemplateExpression(.not(test), line: line) : test
  }

  /// Whether the next token is the argument of a test that has no parentheses.
  private func startsArgument() throws -> Bool {
    switch reader.peek {
    case .string, .integer, .double: return true
    case .symbol(let symbol): return symbol == "[" || symbol == "{"
    case .name("is"): throw TemplateError.syntax("a test follows a test", line: reader.line)
    case .name(let name): return !["else", "or", "and"].contains(name)
    default: return false
    }
  }

  // MARK: - Values

  private mutating func primary() throws -> TemplateExpression {
    let line = reader.line
    switch reader.peek {
    case .name(let name):
      reader.take()
      return try TemplateExpression(Self.constant(name).map { .constant($0) } ?? .name(name), line: line)
    case .string: return try TemplateExpression(.constant(.string(try strings())), line: line)
    case .integer(let value):
      reader.take()
      return try TemplateExpression(.constant(.integer(value)), line: line)
    case .double(let value):
      reader.take()
      return try TemplateExpression(.constant(.double(value)), line: line)
    case .symbol("("): return try parenthesis()
    case .symbol("["): return try TemplateExpression(.list(try listElements()), line: line)
    case .symbol("{"): return try TemplateExpression(.mapping(try pairs()), line: line)
    default: throw reader.missing("an expression")
    }
  }

  /// The constants among the names.
  static func constant(_ name: String) -> TemplateValue? {
    switch name {
    case "true", "True": .bool(true)
    case "false", "False": .bool(false)
    case "none", "None": TemplateValue.none
    default: nil
    }
  }

  /// Literals that follow each other are one text.
  private mutating func strings() throws -> String {
    var text = ""
    while case .string(let part) = reader.peek {
      text += part
      reader.take()
    }
    return text
  }

  private mutating func parenthesis() throws -> TemplateExpression {
    try reader.expect("(")
    let inside = try tuple(inParentheses: true)
    try reader.expect(")")
    return inside
  }

  private mutating func listElements() throws -> [TemplateExpression] {
    try reader.expect("[")
    var elements: [TemplateExpression] = []
    while reader.symbol != "]" {
      if !elements.isEmpty { try reader.expect(",") }
      if reader.symbol == "]" { break }
      elements.append(try expression())
    }
    try reader.expect("]")
    return elements
  }

  private mutating func pairs() throws -> [(key: TemplateExpression, value: TemplateExpression)] {
    try reader.expect("{")
    var pairs: [(key: TemplateExpression, value: TemplateExpression)] = []
    while reader.symbol != "}" {
      if !pairs.isEmpty { try reader.expect(",") }
      if reader.symbol == "}" { break }
      let key = try expression()
      try reader.expect(":")
      pairs.append((key, try expression()))
    }
    try reader.expect("}")
    return pairs
  }
}
