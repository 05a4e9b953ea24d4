/// Finds the values of expressions.
struct TemplateEvaluator {
  let run: TemplateRun
  private var budget: TemplateBudget { run.budget }

  init(run: TemplateRun) {
    self.run = run
  }

  /// The value of an expression.
  func value(_ expression: TemplateExpression) throws -> TemplateValue {
    try budget.step()
    run.line = expression.line
    return try budget.nested { try evaluate(expression) }
  }

  private func evaluate(_ expression: TemplateExpression) throws -> TemplateValue {
    switch expression.kind {
    case .constant(let value): return value
    case .name(let name): return variable(name, expression.reference)
    case .attribute(let owner, let name):
      return try ValueAttributes(budget: budget).attribute(name, of: value(owner))
    case .item(let owner, let key):
      return try ValueAttributes(budget: budget).item(value(key), of: value(owner))
    case .call: return try call(expression, caller: nil)
    case .filter: return try filtered("", expression)
    case .test(let input, let name, let arguments): return .bool(try test(input, name, arguments))
    case .arithmetic(let operation, let left, let right):
      return try PythonArithmetic(budget: budget).value(operation, value(left), value(right))
    case .comparison(let first, let rest): return .bool(try compare(first, rest))
    default: return try logic(expression)
    }
  }

  private func logic(_ expression: TemplateExpression) throws -> TemplateValue {
    switch expression.kind {
    case .not(let operand): return .bool(try !value(operand).isTrue)
    case .and(let left, let right):
      let first = try value(left)
      return first.isTrue ? try value(right) : first
    case .or(let left, let right):
      let first = try value(left)
      return first.isTrue ? first : try value(right)
    case .condition(let test, let first, let otherwise):
      if try value(test).isTrue { return try value(first) }
      return try otherwise.map { try value($0) } ?? .undefined("a condition without \"else\" does not hold")
    case .sign(let operand, let isNegative):
      return try PythonArithmetic(budget: budget).signed(value(operand), isNegative: isNegative)
    default: return try collection(expression)
    }
  }

  private func collection(_ expression: TemplateExpression) throws -> TemplateValue {
    switch expression.kind {
    case .list(let parts): return try PythonSequence(budget: budget).list(try values(parts))
    case .tuple(let parts): return .tuple(try TemplateList(try values(parts)))
    case .mapping(let pairs):
      try budget.make(pairs.count, times: 4 * TemplateBudget.elementBytes)
      return .mapping(try TemplateMapping(try pairs.map { (try value($0.key), try value($0.value)) }))
    case .concatenation(let parts):
      let text = PythonText(budget: budget)
      return .string(
        try StringMethods(budget: budget).join(try values(parts).map { try text.string($0) }, ""))
    case .slice(let owner, let slice):
      let owner = try value(owner)
      return try PythonSequence(budget: budget).slice(
        owner, start: try slice.start.map { try value($0) }, stop: try slice.stop.map { try value($0) },
        step: try slice.step.map { try value($0) })
    default: preconditionFailure("every kind of expression is evaluated above")
    }
  }

  private func values(_ expressions: [TemplateExpression]) throws -> [TemplateValue] {
    try expressions.map { try value($0) }
  }

  private func variable(_ name: String, _ reference: VariableReference?) -> TemplateValue {
    reference.flatMap { run.activation[$0] } ?? .undefined("\"\(name)\" is undefined")
  }

  private func compare(
    _ first: TemplateExpression, _ rest: [(operation: ComparisonOperator, right: TemplateExpression)]
  ) throws -> Bool {
    let comparison = PythonComparison(budget: budget)
    var left = try value(first)
    for (operation, expression) in rest {
      let right = try value(expression)
      guard try comparison.holds(operation, left, right) else { return false }
      left = right
    }
    return true
  }

  // MARK: - Calls

  /// The value of a call, which may be given the body of a `{% call %}`.
  func call(_ expression: TemplateExpression, caller: TemplateValue?) throws -> TemplateValue {
    guard case .call(let callee, let arguments) = expression.kind else { return try value(expression) }
    let function = try value(callee)
    var values = try self.arguments(arguments)
    if let caller { values.named.append(("caller", caller)) }
    run.line = expression.line
    switch function {
    case .undefined(let why): throw TemplateError.evaluation(why)
    case .callable(let callable): return try call(callable, values)
    case .loop(let loop):
      guard let recurse = loop.recurse else {
        throw TemplateError.evaluation("a loop that is not \"recursive\" is called")
      }
      let list = try values.values(for: "loop", ["iterable"], required: 1)[0] ?? .none
      return .string(try recurse(list, loop.depth0 + 1))
    default: throw TemplateError.evaluation("a \(function.type) is called")
    }
  }

  private func call(_ callable: TemplateCallable, _ arguments: CallArguments) throws -> TemplateValue {
    switch callable {
    case .function(let name): return try TemplateGlobals(run: run).call(name, arguments)
    case .method(let method):
      return try ValueMethods(budget: budget).call(method.name, of: method.owner, arguments)
    case .macro(let macro): return .string(try MacroCall(run: run).text(of: macro, arguments))
    case .joiner(let joiner):
      try arguments.expectNone(for: "joiner")
      defer { joiner.position = 1 }
      return joiner.position == 0 ? .string("") : joiner.items[0]
    }
  }

  private func arguments(_ arguments: TemplateArguments) throws -> CallArguments {
    var result = CallArguments(positional: try values(arguments.positional))
    for (name, expression) in arguments.named {
      guard !result.named.contains(where: { $0.name == name }) else {
        throw TemplateError.evaluation("the argument \"\(name)\" is given twice")
      }
      result.named.append((name, try value(expression)))
    }
    if let list = arguments.list {
      result.positional += try PythonSequence(budget: budget).elements(of: value(list))
    }
    guard let mapping = arguments.mapping else { return result }
    guard case .mapping(let members) = try value(mapping) else {
      throw TemplateError.evaluation("\"**\" stands before what is no dict")
    }
    for entry in members.entries {
      let name = try entry.key.expectText(for: "**")
      guard !result.named.contains(where: { $0.name == name }) else {
        throw TemplateError.evaluation("the argument \"\(name)\" is given twice")
      }
      result.named.append((name, entry.value))
    }
    return result
  }

  /// The value of a filter; the innermost of those behind a `{% filter %}` or a `{% set %}` takes the text of the block.
  func filtered(_ block: String, _ expression: TemplateExpression) throws -> TemplateValue {
    guard case .filter(let inner, let name, let arguments) = expression.kind else {
      return try value(expression)
    }
    try budget.step()
    let input = try inner.map { inner in try budget.nested { try filtered(block, inner) } } ?? .string(block)
    let values = try self.arguments(arguments)
    run.line = expression.line
    return try TemplateFilters(run: run).value(name, input, values)
  }

  private func test(_ input: TemplateExpression, _ name: String, _ arguments: TemplateArguments) throws
    -> Bool
  {
    let value = try value(input)
    let values = try self.arguments(arguments)
    return try TemplateTests(budget: budget).holds(name, value, values)
  }
}
