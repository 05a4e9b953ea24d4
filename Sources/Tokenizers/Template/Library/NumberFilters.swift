import Foundation

/// Filters that make numbers.
struct NumberFilters {
  let budget: TemplateBudget

  /// The value of `input | name(...)`, or nil for other filters.
  func value(_ name: String, _ input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue? {
    switch name {
    case "abs":
      try arguments.expectNone(for: name)
      guard let number = PythonComparison.Number(input) else {
        throw TemplateError.evaluation("a \(input.type) has no \"abs\"")
      }
      guard case .integer(let whole) = number else { return .double(number.double.magnitude) }
      return try whole < 0
        ? PythonArithmetic(budget: budget).signed(.integer(whole), isNegative: true) : .integer(whole)
    case "int": return try integer(input, arguments)
    case "float": return try double(input, arguments)
    case "round": return try round(input, arguments)
    case "sum": return try sum(input, arguments)
    default: return nil
    }
  }

  private func integer(_ input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue {
    let values = try arguments.values(for: "int", ["default", "base"])
    let fallback = values[0] ?? .integer(0)
    switch input {
    case .undefined(let why): throw TemplateError.evaluation(why)
    case .bool, .integer: return .integer(input.integer ?? 0)
    case .double(let value): return try whole(value) ?? fallback
    case .string(let text), .markup(let text):
      let base = try values[1]?.expectInteger(for: "int") ?? 10
      guard (2...36).contains(base), text.utf8.count < 4300 else {
        throw TemplateError.unsupported("\"int\" of this form")
      }
      try refuseOtherDigits(text)
      guard base == 10 || !text.contains(where: { "xXoObB".contains($0) }) else {
        throw TemplateError.unsupported("\"int\" of a text with a prefix")
      }
      if let value = try PythonNumber.integer(text, radix: base) { return .integer(value) }
      return try PythonNumber.double(text).flatMap { try whole($0) } ?? fallback
    default: return fallback
    }
  }

  /// The whole part of a number, nil where Python has none.
  private func whole(_ value: Double) throws -> TemplateValue? {
    guard value.isFinite else { return nil }
    guard value.magnitude < 0x1p63 else { throw TemplateError.unsupported("a whole number beyond 64 bits") }
    return .integer(Int(value))
  }

  private func refuseOtherDigits(_ text: String) throws {
    guard text.unicodeScalars.allSatisfy({ $0.isASCII || !CharacterTests.isDecimal($0) }) else {
      throw TemplateError.unsupported("a number in other digits than 0 to 9")
    }
  }

  private func double(_ input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue {
    let fallback = try arguments.values(for: "float", ["default"])[0] ?? .double(0)
    if case .undefined(let why) = input { throw TemplateError.evaluation(why) }
    if let number = PythonComparison.Number(input) { return .double(number.double) }
    guard let text = input.text else { return fallback }
    try refuseOtherDigits(text)
    return PythonNumber.double(text).map { .double($0) } ?? fallback
  }

  private func round(_ input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue {
    let values = try arguments.values(for: "round", ["precision", "method"])
    let precision = try values[0]?.expectInteger(for: "round") ?? 0
    let method = try values[1]?.expectText(for: "round") ?? "common"
    guard ["common", "ceil", "floor"].contains(method) else {
      throw TemplateError.evaluation("\"round\" knows no \"\(method)\"")
    }
    guard let number = PythonComparison.Number(input) else {
      throw TemplateError.evaluation("a \(input.type) is rounded")
    }
    guard (0...300).contains(precision) else {
      throw TemplateError.unsupported("\"round\" to \(precision) digits")
    }
    if method == "common" {
      if case .integer(let whole) = number { return .integer(whole) }
      guard number.double.isFinite else { return .double(number.double) }
      return .double(Double(String(format: "%.\(precision)f", number.double)) ?? number.double)
    }
    return .double(try scaled(number, precision, isCeiling: method == "ceil"))
  }

  /// Rounds up or down after so many digits, by the way of whole numbers.
  private func scaled(_ number: PythonComparison.Number, _ precision: Int, isCeiling: Bool) throws -> Double {
    guard precision <= 15, number.double.magnitude < 1e15 else {
      throw TemplateError.unsupported("\"round\" of such a number")
    }
    let factor = pow(10, Double(precision))
    let product = number.double * factor
    let whole = isCeiling ? product.rounded(.up) : product.rounded(.down)
    guard whole.magnitude <= 0x1p53 else { throw TemplateError.unsupported("\"round\" of such a number") }
    return (whole + 0) / factor
  }

  private func sum(_ input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue {
    let values = try arguments.values(for: "sum", ["attribute", "start"])
    let start = values[1] ?? .integer(0)
    guard start.text == nil else { throw TemplateError.evaluation("texts have no sum") }
    let attributes = ValueAttributes(budget: budget)
    let arithmetic = PythonArithmetic(budget: budget)
    return try PythonSequence(budget: budget).elements(of: input).reduce(start) { sum, element in
      try arithmetic.value(
        .add, sum, try values[0].orNone.map { try attributes.path($0, of: element) } ?? element)
    }
  }
}
