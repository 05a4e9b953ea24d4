/// Reads the statements of a template.
struct TemplateParser {
  private let segments: [TemplateSegment]
  private var position = 0
  private var depth = 0
  private static let deepest = 64

  private init(_ segments: [TemplateSegment]) {
    self.segments = segments
  }

  /// The nodes of a template.
  static func nodes(of template: String) throws -> [TemplateNode] {
    var parser = TemplateParser(try TemplateLexer.segments(of: template))
    let (nodes, end) = try parser.nodes(until: [])
    if let end { throw TemplateError.syntax("\"\(end)\" is unexpected") }
    return nodes
  }

  /// Nodes up to a statement with one of these names, which is taken; its tokens after the name are in `rest`.
  private mutating func nodes(until ends: Set<String>) throws -> (nodes: [TemplateNode], end: String?) {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw TemplateError.unsupported("a template of this depth") }
    var nodes: [TemplateNode] = []
    while position < segments.count {
      let segment = segments[position]
      position += 1
      switch segment {
      case .text(let text): nodes.append(.text(text))
      case .output(let tokens): nodes.append(.output(try ExpressionParser.expression(tokens)))
      case .statement(let tokens):
        guard case .name(let keyword)? = tokens.first else {
          throw TemplateError.syntax("a statement has no name")
        }
        rest = Array(tokens.dropFirst())
        if ends.contains(keyword) { return (nodes, keyword) }
        nodes += try statement(keyword)
      }
    }
    guard ends.isEmpty else {
      // Of a condition or a loop that is open, its own end is what is missing, not another branch.
      let end = ends.first { $0.hasPrefix("end") } ?? ends.sorted()[0]
      throw TemplateError.syntax("\"\(end)\" is missing")
    }
    return (nodes, nil)
  }

  /// The tokens after the name of the statement that was read last.
  private var rest: [TemplateToken] = []

  private mutating func statement(_ keyword: String) throws -> [TemplateNode] {
    switch keyword {
    case "if": return [try condition()]
    case "for": return [try loop()]
    case "set": return [try assignment()]
    case "break": return [.leave]
    case "continue": return [.next]
    case "generation": return try nodes(until: ["endgeneration"]).nodes
    default: throw TemplateError.unsupported("the statement \"\(keyword)\"")
    }
  }

  private mutating func condition() throws -> TemplateNode {
    var branches: [TemplateNode.Branch] = []
    var test = try ExpressionParser.expression(rest)
    while true {
      let (body, end) = try nodes(until: ["elif", "else", "endif"])
      branches.append(.init(condition: test, body: body))
      switch end {
      case "elif": test = try ExpressionParser.expression(rest)
      case "else": return .condition(branches, otherwise: try nodes(until: ["endif"]).nodes)
      default: return .condition(branches, otherwise: [])
      }
    }
  }

  private mutating func loop() throws -> TemplateNode {
    var parser = ExpressionParser(rest)
    var names = [try parser.reader.expectName()]
    while parser.reader.take(.symbol(",")) { names.append(try parser.reader.expectName()) }
    guard parser.reader.take(.name("in")) else { throw TemplateError.syntax("\"in\" is missing") }
    let list = try parser.expression(withCondition: false)
    let filter = parser.reader.take(.name("if")) ? try parser.expression() : nil
    try parser.reader.expectEnd()
    let (body, end) = try nodes(until: ["else", "endfor"])
    let otherwise = end == "else" ? try nodes(until: ["endfor"]).nodes : []
    return .loop(.init(names: names, list: list, filter: filter, body: body, otherwise: otherwise))
  }

  private mutating func assignment() throws -> TemplateNode {
    var parser = ExpressionParser(rest)
    var path = [try parser.reader.expectName()]
    if parser.reader.take(.symbol(".")) { path.append(try parser.reader.expectName()) }
    guard parser.reader.take(.symbol("=")) else {
      try parser.reader.expectEnd()
      return .capture(path[0], try nodes(until: ["endset"]).nodes)
    }
    let value = try parser.expression()
    try parser.reader.expectEnd()
    return .assignment(path, value)
  }
}
