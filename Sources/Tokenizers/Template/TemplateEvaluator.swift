/// Gives expressions their values.
struct TemplateEvaluator {
  let scope: TemplateScope
  let budget: TemplateBudget

  /// The value of an expression.
  func value(_ expression: TemplateExpression) throws -> TemplateValue {
    let value = try evaluate(expression)
    try budget.spend(value)
    return value
  }

  private func evaluate(_ expression: TemplateExpression) throws -> TemplateValue {
    switch expression {
    case .literal(let value): return value
    case .name(let name): return scope[name]
    case .list(let items): return .list(try items.map(value))
    case .mapping(let entries):
      return .mapping(try entries.map { .init(key: try value($0.key).string(), value: try value($0.value)) })
    case .member(let owner, let key): return try Self.member(try value(key), of: try value(owner))
    case .slice(let list, let start, let end, let step):
      return try slice(try value(list), try start.map(value), try end.map(value), try step.map(value))
    case .call(let name, let arguments):
      return try TemplateFunctions.call(name, try positional(arguments), named: try named(arguments))
    case .method(let owner, let name, let arguments):
      return try TemplateFunctions.method(name, of: try value(owner), try positional(arguments))
    case .filter(let input, let name, let arguments):
      return try TemplateFunctions.filter(
        name, try value(input), try positional(arguments), try named(arguments))
    case .test(let input, let name, let arguments, let isNegated):
      return .bool(
        try TemplateFunctions.test(
          name, try value(input), try positional(arguments), isGlobal: isFunction(input)) != isNegated)
    case .unary(let sign, let operand): return try unary(sign, try value(operand))
    case .binary(let sign, let left, let right): return try binary(sign, left, right)
    case .conditional(let condition, let then, let otherwise):
      if try value(condition).isTrue { return try value(then) }
      return try otherwise.map(value) ?? .undefined
    }
  }

  private func positional(_ arguments: TemplateExpression.Arguments) throws -> [TemplateValue] {
    try arguments.positional.map(value)
  }

  private func named(_ arguments: TemplateExpression.Arguments) throws -> [TemplateValue.Entry] {
    try arguments.named.map { .init(key: try value($0.key).string(), value: try value($0.value)) }
  }

  /// Whether an expression names a function, which is no value but is defined.
  private func isFunction(_ expression: TemplateExpression) -> Bool {
    guard case .name(let name) = expression else { return false }
    return TemplateFunctions.names.contains(name)
  }

  /// A part of a value: an entry of a mapping, an element of a list.
  static func member(_ key: TemplateValue, of owner: TemplateValue) throws -> TemplateValue {
    switch (owner, key) {
    case (.mapping(let entries), .string(let name)):
      return entries.last { $0.key.utf8.elementsEqual(name.utf8) }?.value ?? .undefined
    case (.namespace(let namespace), .string(let name)): return namespace.members[name] ?? .undefined
    case (.list(let list), .integer(let index)):
      let place = index < 0 ? index + list.count : index
      return list.indices.contains(place) ? list[place] : .undefined
    case (.string, .integer): return try Self.member(key, of: .list(try owner.elements()))
    case (.undefined, _): throw TemplateError.evaluation("a part of something undefined was asked for")
    default: return .undefined
    }
  }

  /// A slice with the rules of Python.
  private func slice(
    _ list: TemplateValue, _ start: TemplateValue?, _ end: TemplateValue?, _ step: TemplateValue?
  ) throws -> TemplateValue {
    let elements = try list.elements()
    let step = try step?.integer() ?? 1
    guard step != 0, step != .min else { throw TemplateError.evaluation("a slice has no step") }
    func place(_ value: TemplateValue?, default standard: Int) throws -> Int {
      guard let value else { return standard }
      let index = try value.integer()
      let place = index < 0 ? index + elements.count : index
      return step > 0 ? min(max(place, 0), elements.count) : min(max(place, -1), elements.count - 1)
    }
    let first = try place(start, default: step > 0 ? 0 : elements.count - 1)
    let last = try place(end, default: step > 0 ? elements.count : -1)
    let chosen = stride(from: first, to: last, by: step).map { elements[$0] }
    if case .string = list { return .string(try chosen.map { try $0.string() }.joined()) }
    return .list(chosen)
  }

  private func unary(_ sign: String, _ operand: TemplateValue) throws -> TemplateValue {
    switch (sign, operand) {
    case ("not", _): return .bool(!operand.isTrue)
    case ("-", .integer(let value)) where value != .min: return .integer(-value)
    case ("-", .double(let value)): return .double(-value)
    case ("+", .integer), ("+", .double): return operand
    default: throw TemplateError.evaluation("\"\(sign)\" does not go with \(operand.kind)")
    }
  }

  private func binary(
    _ sign: String, _ left: TemplateExpression, _ right: TemplateExpression
  ) throws -> TemplateValue {
    let first = try value(left)
    switch sign {
    case "and": return first.isTrue ? try value(right) : first
    case "or": return first.isTrue ? first : try value(right)
    default: return try TemplateOperators.apply(sign, first, try value(right))
    }
  }
}
