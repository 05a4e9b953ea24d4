/// The tests of the template language: `value is name`.
struct TemplateTests {
  let budget: TemplateBudget

  /// All tests of Jinja; those that ``holds(_:_:_:)`` does not know are refused when they are run.
  static let names: Set<String> = Set(comparisons.keys).union(kinds).union([
    "odd", "even", "divisibleby", "defined", "undefined", "filter", "test", "lower", "upper", "sequence",
    "sameas",
    "iterable", "callable", "escaped", "in",
  ])

  private static let kinds: Set<String> = [
    "none", "boolean", "false", "true", "integer", "float", "string", "mapping", "number",
  ]
  private static let comparisons: [String: ComparisonOperator] = [
    "==": .equal, "eq": .equal, "equalto": .equal, "!=": .unequal, "ne": .unequal, ">": .greater,
    "gt": .greater,
    "greaterthan": .greater, ">=": .greaterOrEqual, "ge": .greaterOrEqual, "<": .less, "lt": .less,
    "lessthan": .less,
    "<=": .lessOrEqual, "le": .lessOrEqual, "in": .isIn,
  ]

  /// Whether `value is name(...)`.
  func holds(_ name: String, _ value: TemplateValue, _ arguments: CallArguments) throws -> Bool {
    if let operation = Self.comparisons[name] {
      let other =
        try arguments.values(for: name, ["other"], required: 1, unnamed: name == "in" ? 0 : 1)[0] ?? .none
      return try PythonComparison(budget: budget).holds(operation, value, other)
    }
    if name == "divisibleby" {
      let divisor = try arguments.values(for: name, ["num"], required: 1)[0] ?? .none
      return try remainder(value, divisor, is: 0)
    }
    if name == "sameas" {
      return try isSame(value, arguments.values(for: name, ["other"], required: 1)[0] ?? .none)
    }
    guard Self.names.contains(name) else { throw TemplateError.unsupported("the test \"\(name)\"") }
    try arguments.expectNone(for: name)
    return Self.kinds.contains(name) ? Self.isOfKind(name, value) : try test(name, value)
  }

  private static func isOfKind(_ name: String, _ value: TemplateValue) -> Bool {
    switch (name, value) {
    case ("none", .none), ("boolean", .bool), ("false", .bool(false)), ("true", .bool(true)),
      ("integer", .integer),
      ("float", .double), ("string", .string), ("string", .markup), ("mapping", .mapping), ("number", .bool),
      ("number", .integer), ("number", .double):
      true
    default: false
    }
  }

  private func test(_ name: String, _ value: TemplateValue) throws -> Bool {
    switch name {
    case "defined": return !value.isUndefined
    case "undefined": return value.isUndefined
    case "odd": return try remainder(value, .integer(2), is: 1)
    case "even": return try remainder(value, .integer(2), is: 0)
    case "lower", "upper":
      return CharacterTests.isCased(
        try PythonText(budget: budget).string(value), name == "lower" ? .lower : .upper)
    case "filter": return value.text.map { TemplateFilters.names.contains($0) } ?? false
    case "test": return value.text.map { Self.names.contains($0) } ?? false
    case "escaped":
      guard case .markup = value else { return false }
      return true
    default: return Self.isOfShape(name, value)
    }
  }

  private static func isOfShape(_ name: String, _ value: TemplateValue) -> Bool {
    switch value {
    case .callable: name == "callable"
    case .undefined: true
    case .string, .markup, .list, .tuple, .mapping, .range: name != "callable"
    case .loop: name == "callable" || name == "iterable"
    case .view, .iterator: name == "iterable"
    case .none, .bool, .integer, .double, .namespace, .cycler: false
    }
  }

  private func remainder(_ value: TemplateValue, _ divisor: TemplateValue, is wanted: Int) throws -> Bool {
    let rest = try PythonArithmetic(budget: budget).value(.remainder, value, divisor)
    return try PythonComparison(budget: budget).areEqual(rest, .integer(wanted))
  }

  private func isSame(_ left: TemplateValue, _ right: TemplateValue) throws -> Bool {
    switch (left, right) {
    case (.none, .none): return true
    case (.bool(let left), .bool(let right)): return left == right
    case (.none, _), (_, .none), (.bool, _), (_, .bool): return false
    case (.namespace(let left), .namespace(let right)): return left === right
    default: throw TemplateError.unsupported("\"sameas\" of a \(left.type) and a \(right.type)")
    }
  }
}
