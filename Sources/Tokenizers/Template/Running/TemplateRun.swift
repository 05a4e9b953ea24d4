/// One rendering of a template: it writes statements and keeps the variables that they set.
final class TemplateRun {
  /// What follows a statement that is not simply the next one.
  enum Jump {
    case leave, next
  }

  let budget: TemplateBudget
  /// The variables of the function that is running.
  private(set) var activation: Activation
  /// The line of the statement or expression that is run.
  var line = 1
  private let variables: [String: TemplateValue]
  private var output = ""
  private var namespaces: [TemplateNamespace] = []

  /// Starts a rendering with these variables.
  init(_ variables: [String: TemplateValue], function: FunctionLayout) {
    self.variables = variables
    budget = TemplateBudget(inputBytes: variables.values.reduce(0) { $0 + Self.size(of: $1) })
    activation = Activation(function, in: nil)
  }

  /// Bytes of the texts in a value that a template is given.
  private static func size(of value: TemplateValue) -> Int {
    switch value {
    case .string(let text): text.utf8.count
    case .list(let list): list.elements.reduce(0) { $0 + size(of: $1) }
    case .mapping(let mapping): mapping.entries.reduce(0) { $0 + size(of: $1.value) }
    default: 0
    }
  }

  // MARK: - Values that can hold themselves

  /// Makes a namespace, which ``releaseNamespaces()`` empties.
  func makeNamespace(_ members: [String: TemplateValue]) -> TemplateValue {
    let namespace = TemplateNamespace(members)
    namespaces.append(namespace)
    return .namespace(namespace)
  }

  /// Empties all namespaces and the template's variables: they may hold each other in a ring, or in a chain as long as
  /// memory.
  func releaseNamespaces() {
    for namespace in namespaces { namespace.members = [:] }
    activation.clear()
  }

  // MARK: - Variables

  private func value(named name: String) -> TemplateValue? {
    variables[name] ?? (TemplateGlobals.names.contains(name) ? .callable(.function(name)) : nil)
  }

  /// Runs a part with its own variables, which end with it.
  func inScope<Result>(_ scope: ScopePlan, _ run: () throws -> Result) rethrows -> Result {
    enter(scope)
    defer { leave(scope) }
    return try run()
  }

  /// Gives the variables of a part their first values.
  func enter(_ scope: ScopePlan) {
    for (slot, load) in scope.loads {
      let own = VariableReference(hops: 0, slot: slot)
      switch load {
      case .parameter: break
      case .context(let name): activation[own] = value(named: name)
      case .copy(let reference): activation[own] = activation[reference]
      case .undefined: activation[own] = nil
      }
    }
  }

  private func leave(_ scope: ScopePlan) {
    for (slot, _) in scope.loads { activation[VariableReference(hops: 0, slot: slot)] = nil }
  }

  /// Runs a function with variables of its own.
  func inFunction<Result>(
    _ function: FunctionLayout, in surroundings: Activation, _ run: () throws -> Result
  ) throws -> Result {
    try resume(Activation(function, in: surroundings), run)
  }

  /// Runs a part of a function that has been started.
  func resume<Result>(_ own: Activation, _ run: () throws -> Result) rethrows -> Result {
    let caller = activation
    activation = own
    defer { activation = caller }
    return try run()
  }

  /// What is written while something runs.
  func text(_ run: () throws -> Void) throws -> String {
    let before = output
    output = ""
    defer { output = before }
    try run()
    return output
  }

  /// Writes text.
  func write(_ text: String) throws {
    try budget.make(text.utf8.count)
    output += text
  }

  /// The value of an expression.
  func value(_ expression: TemplateExpression) throws -> TemplateValue {
    try TemplateEvaluator(run: self).value(expression)
  }

  // MARK: - Statements

  /// Writes statements in order, up to a jump out of the loop that they are in.
  func write(_ statements: [TemplateStatement]) throws -> Jump? {
    for statement in statements {
      try budget.step()
      line = statement.line
      if let jump = try budget.nested({ try write(statement) }) { return jump }
    }
    return nil
  }

  private func write(_ statement: TemplateStatement) throws -> Jump? {
    switch statement.kind {
    case .text(let text): try write(text)
    case .output(let expression): try write(try PythonText(budget: budget).string(value(expression)))
    case .condition(let branches, let otherwise): return try write(branches, otherwise)
    case .loop(let loop): return try LoopRunner(run: self, loop: loop).write()
    case .assignment(let target, let expression): try assign(target, expression)
    case .capture(let target, let filter, let block): return try capture(target, filter, block)
    case .macro(let macro, _, let name): set(name, .callable(.macro(MacroValue(macro, in: activation))))
    case .call(let call, let macro):
      let caller = TemplateValue.callable(.macro(MacroValue(macro, in: activation)))
      try write(
        try PythonText(budget: budget).string(TemplateEvaluator(run: self).call(call, caller: caller)))
    case .generation(let macro):
      try write(try MacroCall(run: self).text(of: MacroValue(macro, in: activation)))
    case .filter(let filter, let block): return try write(filter, block)
    case .with(let values, let block): return try write(values, block)
    case .leave: return .leave
    case .next: return .next
    }
    return nil
  }

  private func write(_ branches: [TemplateStatement.Branch], _ otherwise: [TemplateStatement]) throws -> Jump?
  {
    for branch in branches where try value(branch.condition).isTrue { return try write(branch.body) }
    return try write(otherwise)
  }

  private func capture(
    _ target: TemplateTarget, _ filter: TemplateExpression?, _ block: TemplateBlock
  ) throws -> Jump? {
    try inScope(block.scope) {
      var jump: Jump?
      let text = try self.text { jump = try write(block.body) }
      if let jump { return jump }
      let value = try filter.map { try TemplateEvaluator(run: self).filtered(text, $0) } ?? .string(text)
      try bind(target, value)
      return nil
    }
  }

  private func write(_ filter: TemplateExpression, _ block: TemplateBlock) throws -> Jump? {
    try inScope(block.scope) {
      var jump: Jump?
      let text = try self.text { jump = try write(block.body) }
      if let jump { return jump }
      let value = try TemplateEvaluator(run: self).filtered(text, filter)
      guard let filtered = value.text else {
        throw TemplateError.evaluation("a filter block makes a \(value.type), not a text")
      }
      try write(filtered)
      return nil
    }
  }

  private func write(
    _ values: [(target: TemplateTarget, value: TemplateExpression)], _ block: TemplateBlock
  ) throws -> Jump? {
    try inScope(block.scope) {
      for (target, expression) in values { try bind(target, try value(expression)) }
      return try write(block.body)
    }
  }

  // MARK: - Assignment

  private func assign(_ target: TemplateTarget, _ expression: TemplateExpression) throws {
    try checkNamespaces(target)
    try bind(target, try value(expression))
  }

  private func checkNamespaces(_ target: TemplateTarget) throws {
    switch target {
    case .name: break
    case .attribute(let name, _): _ = try namespace(name)
    case .tuple(let parts): for part in parts { try checkNamespaces(part) }
    }
  }

  private func namespace(_ name: VariableName) throws -> TemplateNamespace {
    guard let reference = name.reference, case .namespace(let namespace) = activation[reference] else {
      throw TemplateError.evaluation("\"\(name.name)\" is no namespace")
    }
    return namespace
  }

  private func set(_ name: VariableName, _ value: TemplateValue) {
    if let reference = name.reference { activation[reference] = value }
  }

  /// Gives a value to a target, its parts to the parts of a tuple.
  func bind(_ target: TemplateTarget, _ value: TemplateValue) throws {
    switch target {
    case .name(let name): set(name, value)
    case .attribute(let name, let attribute):
      guard !attribute.hasPrefix("_") else {
        throw TemplateError.evaluation("\"\(attribute)\" is no name for an attribute")
      }
      try namespace(name).members[attribute] = value
    case .tuple(let targets):
      let parts = try PythonSequence(budget: budget).elements(of: value)
      guard parts.count == targets.count else {
        throw TemplateError.evaluation("\(parts.count) values are given to \(targets.count) names")
      }
      for (target, part) in zip(targets, parts) { try bind(target, part) }
    }
  }
}
