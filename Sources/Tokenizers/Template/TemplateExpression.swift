/// An expression of a template.
indirect enum TemplateExpression {
  /// A value that stands there.
  case literal(TemplateValue)
  /// `[a, b]`.
  case list([TemplateExpression])
  /// `{'a': b}`.
  case mapping([Entry])
  /// A variable.
  case name(String)
  /// `a.name` or `a['name']`.
  case member(TemplateExpression, TemplateExpression)
  /// `a[from:to:step]`.
  case slice(TemplateExpression, TemplateExpression?, TemplateExpression?, TemplateExpression?)
  /// `function(...)`.
  case call(String, Arguments)
  /// `a.method(...)`.
  case method(TemplateExpression, String, Arguments)
  /// `a | filter(...)`.
  case filter(TemplateExpression, String, Arguments)
  /// `a is name` or `a is name(...)`.
  case test(TemplateExpression, String, Arguments, isNegated: Bool)
  /// `-a`, `+a` or `not a`.
  case unary(String, TemplateExpression)
  /// `a + b` and so on.
  case binary(String, TemplateExpression, TemplateExpression)
  /// `a if condition else b`.
  case conditional(condition: TemplateExpression, then: TemplateExpression, otherwise: TemplateExpression?)

  /// One entry of a mapping.
  struct Entry {
    let key: TemplateExpression
    let value: TemplateExpression
  }

  /// The contents of the parentheses of a call.
  struct Arguments {
    var positional: [TemplateExpression] = []
    var named: [Entry] = []
  }
}

/// Operators between two values.
enum TemplateOperators {
  /// The value of `left sign right`.
  static func apply(_ sign: String, _ left: TemplateValue, _ right: TemplateValue) throws -> TemplateValue {
    switch sign {
    case "==": return .bool(left == right)
    case "!=": return .bool(left != right)
    case "in": return .bool(try contains(right, left))
    case "not in": return .bool(try !contains(right, left))
    case "<", ">", "<=", ">=": return .bool(try compare(sign, left, right))
    case "~": return .string(try left.text() + right.text())
    default: return try calculate(sign, left, right)
    }
  }

  private static func contains(_ whole: TemplateValue, _ part: TemplateValue) throws -> Bool {
    switch whole {
    case .string(let text): return ScalarText.contains(text, try part.string())
    case .list(let list): return list.contains(part)
    case .mapping(let entries): return entries.contains { .string($0.key) == part }
    default: throw TemplateError.evaluation("\"in\" does not go with \(whole.kind)")
    }
  }

  private static func compare(_ sign: String, _ left: TemplateValue, _ right: TemplateValue) throws -> Bool {
    guard let first = left.number, let second = right.number else {
      throw TemplateError.unsupported("\"\(sign)\" between \(left.kind) and \(right.kind)")
    }
    switch sign {
    case "<": return first < second
    case ">": return first > second
    case "<=": return first <= second
    default: return first >= second
    }
  }

  private static func calculate(_ sign: String, _ left: TemplateValue, _ right: TemplateValue) throws
    -> TemplateValue
  {
    switch (sign, left, right) {
    case ("+", .string(let left), .string(let right)): return .string(left + right)
    case ("+", .list(let left), .list(let right)): return .list(left + right)
    case (_, .integer(let left), .integer(let right)):
      if let result = calculate(sign, left, right) { return .integer(result) }
    default: break
    }
    throw TemplateError.unsupported("\"\(sign)\" between \(left.kind) and \(right.kind)")
  }

  /// Whole numbers, rounded down as in Python; nil if there is no result.
  private static func calculate(_ sign: String, _ left: Int, _ right: Int) -> Int? {
    switch sign {
    case "+": return checked(left.addingReportingOverflow(right))
    case "-": return checked(left.subtractingReportingOverflow(right))
    case "*": return checked(left.multipliedReportingOverflow(by: right))
    case "//", "%":
      guard right > 0 else { return nil }
      let (quotient, rest) = left.quotientAndRemainder(dividingBy: right)
      if sign == "%" { return rest < 0 ? rest + right : rest }
      return rest < 0 ? quotient - 1 : quotient
    default: return nil
    }
  }

  private static func checked(_ result: (partialValue: Int, overflow: Bool)) -> Int? {
    result.overflow ? nil : result.partialValue
  }
}
