/// One rendering of a template: walks the nodes and writes their text.
///
/// Nodes nest as deeply as ``TemplateParser`` allows, and so does the recursion here.
struct TemplateRun {
  private(set) var output = ""
  private var scope: TemplateScope
  private var isLeaving: Jump?
  private var steps = 0
  private let budget = TemplateBudget()
  /// Limit of nodes and turns of loops; far more than any conversation needs.
  private static let mostSteps = 1_000_000

  /// A way out of the body of a loop.
  private enum Jump {
    /// `{% break %}`.
    case leave
    /// `{% continue %}`.
    case next
  }

  init(_ variables: [String: TemplateValue]) {
    scope = TemplateScope(variables)
  }

  /// Writes nodes in order, up to a jump out of the loop they are in.
  mutating func write(_ nodes: [TemplateNode]) throws {
    for node in nodes where isLeaving == nil {
      try countStep()
      try write(node)
    }
  }

  /// Counts a step. Loops count too: one with an empty body would otherwise never come to an end.
  private mutating func countStep() throws {
    steps += 1
    guard steps < Self.mostSteps else { throw TemplateError.unsupported("a rendering of so many steps") }
  }

  private mutating func write(_ node: TemplateNode) throws {
    switch node {
    case .text(let text):
      try budget.spend(text.utf8.count)
      output += text
    case .output(let expression): output += try value(expression).text()
    case .condition(let branches, let otherwise):
      for branch in branches where try value(branch.condition).isTrue { return try write(branch.body) }
      try write(otherwise)
    case .loop(let loop): try write(loop)
    case .assignment(let path, let expression): try assign(path, try value(expression))
    case .capture(let name, let body):
      let before = output
      output = ""
      try write(body)
      scope.set(name, .string(output))
      output = before
    case .leave: isLeaving = .leave
    case .next: isLeaving = .next
    }
  }

  private func value(_ expression: TemplateExpression) throws -> TemplateValue {
    try TemplateEvaluator(scope: scope, budget: budget).value(expression)
  }

  private mutating func assign(_ path: [String], _ value: TemplateValue) throws {
    guard path.count == 2 else { return scope.set(path[0], value) }
    guard case .namespace(let namespace) = scope[path[0]] else {
      throw TemplateError.evaluation("\"\(path[0])\" is no namespace")
    }
    namespace.members[path[1]] = value
  }

  private mutating func write(_ loop: TemplateNode.Loop) throws {
    var elements = try value(loop.list).elements()
    if let filter = loop.filter {
      elements = try elements.filter { element in
        scope.push()
        defer { scope.pop() }
        try bind(loop.names, element)
        return try value(filter).isTrue
      }
    }
    if elements.isEmpty { return try write(loop.otherwise) }
    for index in elements.indices {
      try countStep()
      scope.push()
      defer { scope.pop() }
      try bind(loop.names, elements[index])
      scope.set("loop", Self.state(index, of: elements))
      try write(loop.body)
      let jump = isLeaving
      isLeaving = nil
      if jump == .leave { break }
    }
  }

  private mutating func bind(_ names: [String], _ element: TemplateValue) throws {
    guard names.count > 1 else { return scope.set(names[0], element) }
    let parts = try element.elements()
    guard parts.count == names.count else {
      throw TemplateError.evaluation("a loop has names for other parts")
    }
    for (name, part) in zip(names, parts) { scope.set(name, part) }
  }

  /// The variable `loop`.
  private static func state(_ index: Int, of elements: [TemplateValue]) -> TemplateValue {
    let last = elements.count - 1
    return .mapping([
      .init(key: "index", value: .integer(index + 1)), .init(key: "index0", value: .integer(index)),
      .init(key: "revindex", value: .integer(last - index + 1)),
      .init(key: "revindex0", value: .integer(last - index)), .init(key: "first", value: .bool(index == 0)),
      .init(key: "last", value: .bool(index == last)), .init(key: "length", value: .integer(elements.count)),
      .init(key: "previtem", value: index > 0 ? elements[index - 1] : .undefined),
      .init(key: "nextitem", value: index < last ? elements[index + 1] : .undefined),
    ])
  }
}

/// The variables that a part of a template sees: those set in it and those of the parts around it.
struct TemplateScope {
  private var frames: [[String: TemplateValue]]

  init(_ variables: [String: TemplateValue]) {
    frames = [variables]
  }

  /// The value of a variable.
  subscript(name: String) -> TemplateValue {
    frames.last { $0[name] != nil }?[name] ?? .undefined
  }

  /// Sets a variable in the innermost part.
  mutating func set(_ name: String, _ value: TemplateValue) { frames[frames.count - 1][name] = value }

  /// Starts a part whose variables end with it.
  mutating func push() { frames.append([:]) }

  /// Ends a part.
  mutating func pop() { frames.removeLast() }
}
