import Foundation

/// Arithmetic on values, as Python has it; whole numbers beyond 64 bits are refused.
struct PythonArithmetic {
  let budget: TemplateBudget

  /// The value of `left operation right`.
  func value(
    _ operation: ArithmeticOperator, _ left: TemplateValue, _ right: TemplateValue
  ) throws -> TemplateValue {
    if operation == .remainder, let format = left.text {
      if case .markup = left { throw Self.safeText }
      return .string(try PythonFormat(budget: budget).percent(format, right))
    }
    for side in [left, right] { if case .undefined(let why) = side { throw TemplateError.evaluation(why) } }
    if let left = PythonComparison.Number(left), let right = PythonComparison.Number(right) {
      return try number(operation, left, right)
    }
    switch (operation, left, right) {
    case (_, .markup, _), (_, _, .markup): throw Self.safeText
    case (.add, .string(let left), .string(let right)):
      try budget.make(left.utf8.count + right.utf8.count)
      return .string(left + right)
    case (.add, .list(let left), .list(let right)): return .list(try joined(left, right))
    case (.add, .tuple(let left), .tuple(let right)): return .tuple(try joined(left, right))
    case (.multiply, _, _):
      if let product = try repeated(left, right) ?? repeated(right, left) { return product }
    case (.subtract, .view, _), (.subtract, _, .view): throw TemplateError.unsupported("sets")
    default: break
    }
    throw TemplateError.evaluation(
      "\"\(operation.rawValue)\" stands between a \(left.type) and a \(right.type)")
  }

  private static let safeText = TemplateError.unsupported("joining texts of which one is marked as safe")

  private func joined(_ left: TemplateList, _ right: TemplateList) throws -> TemplateList {
    try budget.make(left.elements.count + right.elements.count, times: TemplateBudget.elementBytes)
    return try TemplateList(left.elements + right.elements)
  }

  private func repeated(_ value: TemplateValue, _ count: TemplateValue) throws -> TemplateValue? {
    guard let count = count.integer.map({ max($0, 0) }) else { return nil }
    switch value {
    case .string(let text):
      // Nothing, however often, takes time but no bytes.
      guard !text.isEmpty else { return value }
      try budget.make(text.utf8.count, times: count)
      return .string(String(repeating: text, count: count))
    case .list(let list): return .list(try repeated(list, count))
    case .tuple(let list): return .tuple(try repeated(list, count))
    default: return nil
    }
  }

  private func repeated(_ list: TemplateList, _ count: Int) throws -> TemplateList {
    guard !list.elements.isEmpty else { return list }
    try budget.make(list.elements.count * TemplateBudget.elementBytes, times: count)
    return try TemplateList(Array(repeatElement(list.elements, count: count).joined()))
  }

  /// `-value` or `+value`.
  func signed(_ value: TemplateValue, isNegative: Bool) throws -> TemplateValue {
    switch value {
    case .undefined(let why): throw TemplateError.evaluation(why)
    case .bool, .integer:
      let number = value.integer ?? 0
      return .integer(isNegative ? try checked((0).subtractingReportingOverflow(number)) : number)
    case .double(let value): return .double(isNegative ? -value : value)
    default: throw TemplateError.evaluation("a \(value.type) has a sign")
    }
  }

  // MARK: - Numbers

  private func checked(_ result: (partialValue: Int, overflow: Bool)) throws -> Int {
    guard !result.overflow else { throw TemplateError.unsupported("a whole number beyond 64 bits") }
    return result.partialValue
  }

  private func number(
    _ operation: ArithmeticOperator, _ left: PythonComparison.Number, _ right: PythonComparison.Number
  ) throws -> TemplateValue {
    if case .integer(let left) = left, case .integer(let right) = right {
      return try whole(operation, left, right)
    }
    let (left, right) = (left.double, right.double)
    switch operation {
    case .add: return .double(left + right)
    case .subtract: return .double(left - right)
    case .multiply: return .double(left * right)
    case .power: return .double(try power(left, right))
    case .divide:
      guard right != 0 else { throw Self.divisionByZero }
      return .double(left / right)
    case .divideToFloor: return .double(try Self.floorDivision(left, right).quotient)
    case .remainder: return .double(try Self.floorDivision(left, right).remainder)
    }
  }

  private static let divisionByZero = TemplateError.evaluation("a division by zero")

  private func whole(_ operation: ArithmeticOperator, _ left: Int, _ right: Int) throws -> TemplateValue {
    switch operation {
    case .add: return .integer(try checked(left.addingReportingOverflow(right)))
    case .subtract: return .integer(try checked(left.subtractingReportingOverflow(right)))
    case .multiply: return .integer(try checked(left.multipliedReportingOverflow(by: right)))
    case .power:
      guard right < 0 else { return .integer(try power(left, right)) }
      return .double(try power(Double(left), Double(right)))
    case .divide:
      guard right != 0 else { throw Self.divisionByZero }
      guard max(left.magnitude, right.magnitude) <= 1 << 53 else {
        throw TemplateError.unsupported("a division of whole numbers beyond 53 bits")
      }
      return .double(Double(left) / Double(right))
    case .divideToFloor, .remainder:
      guard right != 0 else { throw Self.divisionByZero }
      if right == -1 {
        return .integer(operation == .remainder ? 0 : try checked((0).subtractingReportingOverflow(left)))
      }
      let rest = left % right
      let isBelow = rest != 0 && (rest < 0) != (right < 0)
      if operation == .remainder { return .integer(isBelow ? rest + right : rest) }
      return .integer(left / right - (isBelow ? 1 : 0))
    }
  }

  private func power(_ base: Int, _ exponent: Int) throws -> Int {
    if exponent == 0 || base == 1 { return 1 }
    if base == 0 { return 0 }
    if base == -1 { return exponent % 2 == 0 ? 1 : -1 }
    var result = 1
    for _ in 0..<min(exponent, 64) { result = try checked(result.multipliedReportingOverflow(by: base)) }
    return result
  }

  private func power(_ base: Double, _ exponent: Double) throws -> Double {
    if base == 0, exponent < 0 { throw Self.divisionByZero }
    if base < 0, base.isFinite, exponent.isFinite, exponent != exponent.rounded() {
      throw TemplateError.unsupported("a complex number")
    }
    let result = pow(base, exponent)
    guard result.isFinite || !base.isFinite || !exponent.isFinite else {
      throw TemplateError.evaluation("a power is too large")
    }
    return result
  }

  /// Quotient and remainder of floats, the remainder with the sign of the divisor.
  static func floorDivision(_ left: Double, _ right: Double) throws -> (quotient: Double, remainder: Double) {
    guard right != 0 else { throw divisionByZero }
    var rest = fmod(left, right)
    var quotient = (left - rest) / right
    if rest != 0 {
      if (right < 0) != (rest < 0) {
        rest += right
        quotient -= 1
      }
    } else {
      rest = right.sign == .minus ? -0.0 : 0.0
    }
    guard quotient != 0 else { return (left / right < 0 || (left / right).sign == .minus ? -0.0 : 0.0, rest) }
    let floor = quotient.rounded(.down)
    return (quotient - floor > 0.5 ? floor + 1 : floor, rest)
  }
}
