/// Notes which names a part of a template reads and sets, in the order of its text: Jinja's `FrameSymbolVisitor`.
///
/// It stops at parts that have variables of their own, and looks only at what they read outside.
struct NameAnalysis {
  let scope: VariableScope

  func visit(_ statements: [TemplateStatement]) {
    for statement in statements { visit(statement) }
  }

  private func visit(_ statement: TemplateStatement) {
    switch statement.kind {
    case .text, .leave, .next, .generation: break
    case .output(let expression): visit(expression)
    case .condition(let branches, let otherwise): visit(branches[...], otherwise)
    case .loop(let loop): visit(loop.list)
    case .assignment(let target, let value):
      visit(value)
      visit(target)
    case .capture(let target, _, _): visit(target)
    case .macro(_, let name, _): scope.store(name)
    case .call(let call, _): visit(call)
    case .filter(let filter, _): visit(filter)
    case .with(let values, _): for (_, value) in values { visit(value) }
    }
  }

  /// Jinja has all `elif` in one branch beside the first and the last; each of them has its own within.
  private func visit(_ branches: ArraySlice<TemplateStatement.Branch>, _ otherwise: [TemplateStatement]) {
    guard let first = branches.first else { return }
    visit(first.condition)
    scope.branch([
      { visit(first.body) },
      { for branch in branches.dropFirst() { visit([branch][...], []) } },
      { visit(otherwise) },
    ])
  }

  func visit(_ expression: TemplateExpression) {
    if case .name(let name) = expression.kind { scope.load(name) }
    for child in expression.children { visit(child) }
  }

  /// Notes a target; as a parameter it is set from outside.
  func visit(_ target: TemplateTarget, asParameter: Bool = false) {
    switch target {
    case .name(let name): if asParameter { scope.declare(name.name) } else { scope.store(name.name) }
    case .attribute(let name, _): scope.load(name.name)
    case .tuple(let parts): for part in parts { visit(part, asParameter: asParameter) }
    }
  }
}

/// Finds which of some names a part of a template reads before it sets them, also within all that it holds.
struct UndeclaredNames {
  private(set) var found: Set<String> = []
  private var wanted: Set<String>

  init(_ names: Set<String>, in statements: [TemplateStatement]) {
    wanted = names
    visit(statements)
  }

  private mutating func visit(_ statements: [TemplateStatement]) {
    for statement in statements { visit(statement) }
  }

  private mutating func visit(_ statement: TemplateStatement) {
    switch statement.kind {
    case .text, .leave, .next: break
    case .output(let expression): visit(expression)
    case .condition(let branches, let otherwise):
      for branch in branches {
        visit(branch.condition)
        visit(branch.body)
      }
      visit(otherwise)
    case .loop(let loop):
      visit(loop.target)
      visit(loop.list)
      visit(loop.block.body)
      visit(loop.otherwise.body)
      if let filter = loop.filter { visit(filter) }
    case .assignment(let target, let value):
      visit(target)
      visit(value)
    case .capture(let target, let filter, let block):
      visit(target)
      if let filter { visit(filter) }
      visit(block.body)
    case .macro(let macro, _, _), .generation(let macro): visit(macro)
    case .call(let call, let macro):
      visit(call)
      visit(macro)
    case .filter(let filter, let block):
      visit(block.body)
      visit(filter)
    case .with(let values, let block):
      for (target, _) in values { visit(target) }
      for (_, value) in values { visit(value) }
      visit(block.body)
    }
  }

  private mutating func visit(_ macro: TemplateMacro) {
    for parameter in macro.parameters { wanted.remove(parameter.name) }
    for fallback in macro.parameters.compactMap(\.fallback) { visit(fallback) }
    visit(macro.block.body)
  }

  private mutating func visit(_ target: TemplateTarget) {
    for name in target.names { wanted.remove(name.name) }
  }

  private mutating func visit(_ expression: TemplateExpression) {
    if case .name(let name) = expression.kind, wanted.contains(name) { found.insert(name) }
    for child in expression.children { visit(child) }
  }
}
