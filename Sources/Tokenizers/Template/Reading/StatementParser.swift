/// Reads the text and the statements of a template.
struct StatementParser {
  private var parser: ExpressionParser
  /// Loops around what is read, within the function that it is in.
  private var loops = 0
  private var depth = 0
  private static let deepest = 60

  /// The statements of a whole template.
  static func statements(of template: String) throws -> [TemplateStatement] {
    var parser = StatementParser(parser: ExpressionParser(try TemplateLexer.tokens(of: template)))
    return try parser.body(until: []).statements
  }

  private init(parser: ExpressionParser) {
    self.parser = parser
  }

  private var line: Int { parser.reader.line }

  /// Reads up to a tag of one of these names, whose name is taken; without names to the end of the template.
  private mutating func body(until ends: [String]) throws -> (statements: [TemplateStatement], end: String) {
    var statements: [TemplateStatement] = []
    while true {
      let line = line
      switch parser.reader.take() {
      case .data(let text): statements.append(TemplateStatement(kind: .text(text), line: line))
      case .open(.output):
        statements.append(TemplateStatement(kind: .output(try parser.tuple()), line: line))
        try parser.reader.expect(.close(.output))
      case .open(.statement):
        if let name = parser.reader.name, ends.contains(name) {
          parser.reader.take()
          return (statements, name)
        }
        statements += try statement()
        try parser.reader.expect(.close(.statement))
      default:
        guard ends.isEmpty else {
          throw TemplateError.syntax("\"\(ends[ends.count - 1])\" is missing", line: line)
        }
        return (statements, "")
      }
    }
  }

  /// Reads the rest of an opening tag and what stands up to a closing one; returns the name of that.
  private mutating func block(until ends: String...) throws -> (statements: [TemplateStatement], end: String)
  {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw TemplateError.limit("statements nested more than \(Self.deepest) deep", line: line)
    }
    _ = parser.reader.take(.symbol(":"))
    try parser.reader.expect(.close(.statement))
    return try body(until: ends)
  }

  /// Reads a body that is a function of its own, which no loop can be left from.
  private mutating func functionBlock(until end: String) throws -> TemplateBlock {
    let outer = loops
    loops = 0
    defer { loops = outer }
    return TemplateBlock(try block(until: end).statements)
  }

  private mutating func statement() throws -> [TemplateStatement] {
    let line = line
    let name = try parser.reader.expectName()
    if name == "print" { return try prints(line) }
    let kind: TemplateStatement.Kind =
      switch name {
      case "if": try condition()
      case "for": try loop()
      case "set": try assignment()
      case "macro": try macro(line)
      case "call": try call(line)
      case "filter": try filter()
      case "with": try with()
      case "generation":
        .generation(
          TemplateMacro(
            name: nil, parameters: [], block: try functionBlock(until: "endgeneration"), line: line))
      case "break", "continue": try jump(name, line)
      default: throw TemplateError.unsupported("the statement \"\(name)\"", line: line)
      }
    return [TemplateStatement(kind: kind, line: line)]
  }

  private func jump(_ name: String, _ line: Int) throws -> TemplateStatement.Kind {
    guard loops > 0 else { throw TemplateError.syntax("\"\(name)\" stands outside of a loop", line: line) }
    return name == "break" ? .leave : .next
  }

  private mutating func prints(_ line: Int) throws -> [TemplateStatement] {
    var outputs: [TemplateStatement] = []
    while parser.reader.peek != .close(.statement) {
      if !outputs.isEmpty { try parser.reader.expect(",") }
      outputs.append(TemplateStatement(kind: .output(try parser.expression()), line: line))
    }
    return outputs
  }

  private mutating func condition() throws -> TemplateStatement.Kind {
    var branches: [TemplateStatement.Branch] = []
    while true {
      let condition = try parser.tuple(withCondition: false)
      let (body, end) = try block(until: "elif", "else", "endif")
      branches.append(.init(condition: condition, body: body))
      if end == "else" { return .condition(branches, otherwise: try block(until: "endif").statements) }
      if end == "endif" { return .condition(branches, otherwise: []) }
    }
  }

  private mutating func loop() throws -> TemplateStatement.Kind {
    let line = line
    let target = try target { $0.name == "in" }
    try parser.reader.expect(.name("in"))
    let list = try parser.tuple(withCondition: false) { $0.name == "recursive" }
    let filter = parser.reader.take(.name("if")) ? try parser.expression() : nil
    let isRecursive = parser.reader.take(.name("recursive"))
    loops += 1
    let (body, end) = try block(until: "endfor", "else")
    loops -= 1
    let otherwise = end == "else" ? try block(until: "endfor").statements : []
    let loop = TemplateLoop(
      target: target, list: list, filter: filter, isRecursive: isRecursive, block: TemplateBlock(body),
      otherwise: TemplateBlock(otherwise))
    guard !target.names.contains(where: { $0.name == "loop" }) else {
      throw TemplateError.syntax("the variable \"loop\" of a loop cannot be set", line: line)
    }
    return .loop(loop)
  }

  private mutating func assignment() throws -> TemplateStatement.Kind {
    let target = try target(withAttributes: true) { _ in false }
    if parser.reader.take(.symbol("=")) { return .assignment(target, try parser.tuple()) }
    let filter = try parser.filter(of: nil)
    return .capture(target, filter: filter, TemplateBlock(try block(until: "endset").statements))
  }

  private mutating func macro(_ line: Int) throws -> TemplateStatement.Kind {
    let name = try nameTarget()
    let parameters = try parameters()
    let macro = TemplateMacro(
      name: name, parameters: parameters, block: try functionBlock(until: "endmacro"), line: line)
    return .macro(macro, name: name, VariableName(name))
  }

  private mutating func call(_ line: Int) throws -> TemplateStatement.Kind {
    let parameters = parser.reader.symbol == "(" ? try parameters() : []
    let call = try parser.expression()
    guard case .call = call.kind else { throw TemplateError.syntax("\"call\" needs a call", line: line) }
    let body = try functionBlock(until: "endcall")
    return .call(call, TemplateMacro(name: nil, parameters: parameters, block: body, line: line))
  }

  private mutating func parameters() throws -> [TemplateMacro.Parameter] {
    try parser.reader.expect("(")
    var parameters: [TemplateMacro.Parameter] = []
    while parser.reader.symbol != ")" {
      if !parameters.isEmpty { try parser.reader.expect(",") }
      var parameter = TemplateMacro.Parameter(name: try nameTarget())
      if parser.reader.take(.symbol("=")) {
        parameter.fallback = try parser.expression()
      } else if parameters.last?.fallback != nil {
        throw TemplateError.syntax("a parameter without default follows one with a default", line: line)
      }
      guard !parameters.contains(where: { $0.name == parameter.name }) else {
        throw TemplateError.syntax("the parameter \"\(parameter.name)\" is there twice", line: line)
      }
      parameters.append(parameter)
    }
    try parser.reader.expect(")")
    return parameters
  }

  private mutating func filter() throws -> TemplateStatement.Kind {
    let first = try parser.namedFilter(of: nil)
    let filter = try parser.filter(of: first) ?? first
    return .filter(filter, TemplateBlock(try block(until: "endfilter").statements))
  }

  private mutating func with() throws -> TemplateStatement.Kind {
    var values: [(target: TemplateTarget, value: TemplateExpression)] = []
    while parser.reader.peek != .close(.statement) {
      if !values.isEmpty { try parser.reader.expect(",") }
      let target = try target { _ in false }
      try parser.reader.expect("=")
      values.append((target, try parser.expression()))
    }
    return .with(values, TemplateBlock(try block(until: "endwith").statements))
  }

  // MARK: - Targets

  private mutating func nameTarget() throws -> String {
    let line = line
    let name = try parser.reader.expectName()
    guard ExpressionParser.constant(name) == nil else { throw unassignable(name, line) }
    return name
  }

  private func unassignable(_ name: String, _ line: Int) -> TemplateError {
    .syntax("\"\(name)\" cannot be set", line: line)
  }

  /// One name, or several with commas between them.
  private mutating func target(
    withAttributes: Bool = false, endsAt isEnd: (TokenReader) -> Bool
  ) throws -> TemplateTarget {
    var parts: [TemplateTarget] = []
    var hasComma = false
    while !endsTarget(isEnd) {
      parts.append(try singleTarget(withAttributes))
      guard parser.reader.take(.symbol(",")) else { break }
      hasComma = true
    }
    if !hasComma, let first = parts.first { return first }
    guard hasComma else { throw parser.reader.missing("a name") }
    return .tuple(parts)
  }

  private func endsTarget(_ isEnd: (TokenReader) -> Bool) -> Bool {
    if case .close = parser.reader.peek { return true }
    return parser.reader.symbol == ")" || isEnd(parser.reader)
  }

  private mutating func singleTarget(_ withAttributes: Bool) throws -> TemplateTarget {
    if parser.reader.take(.symbol("(")) {
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.deepest else { throw TemplateError.limit("brackets nested so deep", line: line) }
      let inside = try target(endsAt: { _ in false })
      try parser.reader.expect(")")
      return inside
    }
    let line = line
    let name = try parser.reader.expectName()
    guard ExpressionParser.constant(name) == nil else { throw unassignable(name, line) }
    guard withAttributes, parser.reader.take(.symbol(".")) else { return .name(VariableName(name)) }
    return .attribute(VariableName(name), try parser.reader.expectName())
  }
}
