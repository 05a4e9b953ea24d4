/// Gives every name of a template the variable that it stands for, as Jinja's code generator does.
struct NameResolver {
  /// Names that are read from the variables that a template is given.
  private(set) var variables: Set<String> = []
  /// Whether the code is in a branch, where a filter that does not exist is no mistake until it is run.
  private var isInBranch = false

  /// A template's own variables, and what it reads from outside.
  struct Result {
    let scope: ScopePlan
    let function: FunctionLayout
    let variables: Set<String>
  }

  /// Resolves the names of a template; throws ``TemplateError`` for filters and tests that do not exist.
  static func resolve(_ body: [TemplateStatement]) throws -> Result {
    var resolver = NameResolver()
    let scope = VariableScope(parent: nil)
    NameAnalysis(scope: scope).visit(body)
    try resolver.resolve(body, in: scope)
    let plan = resolver.plan(of: scope)
    return Result(scope: plan, function: scope.function, variables: resolver.variables)
  }

  private mutating func plan(of scope: VariableScope) -> ScopePlan {
    let plan = scope.plan
    for case (_, .context(let name)) in plan.loads { variables.insert(name) }
    return plan
  }

  private mutating func resolve(_ statements: [TemplateStatement], in scope: VariableScope) throws {
    for statement in statements {
      do {
        try resolve(statement, in: scope)
      } catch let error as TemplateError {
        throw error.at(statement.line)
      }
    }
  }

  private mutating func resolve(_ statement: TemplateStatement, in scope: VariableScope) throws {
    switch statement.kind {
    case .text, .leave, .next: break
    case .output(let expression): try resolve(expression, in: scope)
    case .condition(let branches, let otherwise): try resolve(branches, otherwise, in: scope)
    case .loop(let loop): try resolve(loop, in: scope)
    case .assignment(let target, let value):
      try resolve(target, in: scope)
      try resolve(value, in: scope)
    case .capture(let target, let filter, let block):
      let inner = try resolve(block, within: scope) { NameAnalysis(scope: $0).visit(block.body) }
      try resolve(target, in: scope)
      if let filter { try resolve(filter, in: inner) }
    case .macro(let macro, _, let name):
      try resolve(macro, in: scope)
      name.reference = try reference(name.name, in: scope)
    case .call(let call, let macro):
      try resolve(macro, in: scope)
      try resolve(call, in: scope)
    case .generation(let macro): try resolve(macro, in: scope)
    case .filter(let filter, let block):
      let inner = try resolve(block, within: scope) {
        NameAnalysis(scope: $0).visit(block.body)
        NameAnalysis(scope: $0).visit(filter)
      }
      try resolve(filter, in: inner)
    case .with(let values, let block): try resolve(values, block, in: scope)
    }
  }

  private mutating func resolve(
    _ branches: [TemplateStatement.Branch], _ otherwise: [TemplateStatement], in scope: VariableScope
  ) throws {
    let outer = isInBranch
    isInBranch = true
    defer { isInBranch = outer }
    for branch in branches {
      try resolve(branch.condition, in: scope)
      try resolve(branch.body, in: scope)
    }
    try resolve(otherwise, in: scope)
  }

  /// Resolves a part with variables of its own.
  private mutating func resolve(
    _ block: TemplateBlock, within outer: VariableScope, function: FunctionLayout? = nil,
    _ analyze: (VariableScope) throws -> Void
  ) throws -> VariableScope {
    let scope = VariableScope(parent: outer, function: function)
    try analyze(scope)
    let wasInBranch = isInBranch
    isInBranch = false
    defer { isInBranch = wasInBranch }
    try resolve(block.body, in: scope)
    block.scope = plan(of: scope)
    return scope
  }

  private mutating func resolve(
    _ values: [(target: TemplateTarget, value: TemplateExpression)], _ block: TemplateBlock,
    in scope: VariableScope
  ) throws {
    let inner = try resolve(block, within: scope) { inner in
      let analysis = NameAnalysis(scope: inner)
      for (target, _) in values { analysis.visit(target, asParameter: true) }
      analysis.visit(block.body)
    }
    for (target, value) in values {
      try resolve(target, in: inner)
      try resolve(value, in: scope)
    }
  }

  private mutating func resolve(_ loop: TemplateLoop, in scope: VariableScope) throws {
    try refuseStores(of: "loop", in: loop)
    if loop.isRecursive { loop.function = FunctionLayout(depth: scope.function.depth + 1) }
    let readsState = loop.isRecursive || !UndeclaredNames(["loop"], in: loop.block.body).found.isEmpty
    let inner = try resolve(loop.block, within: scope, function: loop.function) { inner in
      if readsState { inner.declare("loop") }
      NameAnalysis(scope: inner).visit(loop.target, asParameter: true)
      NameAnalysis(scope: inner).visit(loop.block.body)
    }
    if readsState { loop.state = try reference("loop", in: inner) }
    try resolve(loop.target, in: inner)
    _ = try resolve(loop.otherwise, within: scope, function: loop.function) {
      NameAnalysis(scope: $0).visit(loop.otherwise.body)
    }
    try resolve(loop.list, in: scope)
    if let filter = loop.filter { try resolve(filter, of: loop, in: scope) }
  }

  /// The filter of a loop is a function: it is run between the rounds.
  private mutating func resolve(
    _ filter: TemplateExpression, of loop: TemplateLoop, in scope: VariableScope
  ) throws {
    let function = FunctionLayout(depth: scope.function.depth + 1)
    let inner = VariableScope(parent: scope, function: function)
    NameAnalysis(scope: inner).visit(loop.filterTarget, asParameter: true)
    NameAnalysis(scope: inner).visit(filter)
    try resolve(loop.filterTarget, in: inner)
    let wasInBranch = isInBranch
    isInBranch = false
    defer { isInBranch = wasInBranch }
    try resolve(filter, in: inner)
    loop.filterFunction = function
    loop.filterScope = plan(of: inner)
  }

  private func refuseStores(of name: String, in loop: TemplateLoop) throws {
    guard !StoredNames(in: loop).names.contains(name) else {
      throw TemplateError(problem: .syntax("the variable \"\(name)\" cannot be set in a loop"))
    }
  }

  private mutating func resolve(_ macro: TemplateMacro, in scope: VariableScope) throws {
    macro.function = FunctionLayout(depth: scope.function.depth + 1)
    let own = Set(macro.parameters.map(\.name))
    let special = UndeclaredNames(["caller", "kwargs", "varargs"], in: macro.block.body).found.subtracting(
      own)
    if let caller = macro.parameters.first(where: { $0.name == "caller" }), caller.fallback == nil,
      UndeclaredNames(["caller"], in: macro.block.body).found.contains("caller")
    {
      throw TemplateError.syntax("the parameter \"caller\" needs a default", line: macro.line)
    }
    let inner = try resolve(macro.block, within: scope, function: macro.function) { inner in
      for parameter in macro.parameters { inner.declare(parameter.name) }
      for name in special.sorted() { inner.declare(name) }
      let analysis = NameAnalysis(scope: inner)
      for fallback in macro.parameters.compactMap(\.fallback) { analysis.visit(fallback) }
      analysis.visit(macro.block.body)
    }
    macro.slots = try macro.parameters.map { try reference($0.name, in: inner) }
    macro.caller = try special.contains("caller") ? reference("caller", in: inner) : nil
    macro.named = try special.contains("kwargs") ? reference("kwargs", in: inner) : nil
    macro.rest = try special.contains("varargs") ? reference("varargs", in: inner) : nil
    for fallback in macro.parameters.compactMap(\.fallback) { try resolve(fallback, in: inner) }
  }

  // MARK: - Names

  private func reference(_ name: String, in scope: VariableScope) throws -> VariableReference {
    guard let variable = scope.find(name) else {
      throw TemplateError.unsupported("the variable \"\(name)\" in the filter of a \"set\"")
    }
    return VariableScope.reference(to: variable, from: scope.function)
  }

  private func resolve(_ target: TemplateTarget, in scope: VariableScope) throws {
    switch target {
    case .name(let name), .attribute(let name, _): name.reference = try reference(name.name, in: scope)
    case .tuple(let parts): for part in parts { try resolve(part, in: scope) }
    }
  }

  private mutating func resolve(_ expression: TemplateExpression, in scope: VariableScope) throws {
    switch expression.kind {
    case .name(let name): expression.reference = try reference(name, in: scope)
    case .filter(_, let name, _): try check(name, TemplateFilters.names, "filter", expression.line)
    case .test(_, let name, _): try check(name, TemplateTests.names, "test", expression.line)
    default: break
    }
    let outer = isInBranch
    if case .condition = expression.kind { isInBranch = true }
    defer { isInBranch = outer }
    for child in expression.children { try resolve(child, in: scope) }
  }

  private func check(_ name: String, _ known: Set<String>, _ kind: String, _ line: Int) throws {
    guard isInBranch || known.contains(name) else {
      throw TemplateError.unsupported("the \(kind) \"\(name)\"", line: line)
    }
  }
}

/// The names that are set anywhere in a loop.
private struct StoredNames {
  private(set) var names: Set<String> = []

  init(in loop: TemplateLoop) {
    visit(loop)
  }

  private mutating func visit(_ loop: TemplateLoop) {
    names.formUnion(loop.target.names.map(\.name))
    for statement in loop.block.body + loop.otherwise.body { visit(statement) }
  }

  private mutating func visit(_ statement: TemplateStatement) {
    switch statement.kind {
    case .text, .leave, .next, .output: break
    case .condition(let branches, let otherwise):
      for statement in branches.flatMap(\.body) + otherwise { visit(statement) }
    case .loop(let loop): visit(loop)
    case .assignment(let target, _): names.formUnion(target.names.map(\.name))
    case .capture(let target, _, let block):
      names.formUnion(target.names.map(\.name))
      for statement in block.body { visit(statement) }
    case .macro(let macro, _, _), .call(_, let macro), .generation(let macro):
      for statement in macro.block.body { visit(statement) }
    case .filter(_, let block), .with(_, let block): for statement in block.body { visit(statement) }
    }
  }
}
