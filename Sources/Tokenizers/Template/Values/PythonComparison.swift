/// Comparisons of values, as Python has them.
struct PythonComparison {
  let budget: TemplateBudget

  /// `left == right`.
  func areEqual(_ left: TemplateValue, _ right: TemplateValue) throws -> Bool {
    try budget.step()
    switch (left, right) {
    case (.undefined, .undefined), (.none, .none): return true
    case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
      return try areEqual(left, right)
    case (.mapping(let left), .mapping(let right)): return try areEqual(left, right)
    case (.namespace(let left), .namespace(let right)): return left === right
    case (.range(let left), .range(let right)): return left == right
    case (.view(let left), .view(let right)): return try areEqual(left, right)
    case (.iterator(let left), .iterator(let right)): return left === right
    case (.loop(let left), .loop(let right)): return left === right
    case (.callable, .callable), (.cycler, .cycler): throw TemplateError.unsupported("comparing functions")
    default: break
    }
    if let left = left.text, let right = right.text {
      try budget.spend(min(left.utf8.count, right.utf8.count))
      return left.utf8.elementsEqual(right.utf8)
    }
    guard let left = Number(left), let right = Number(right) else { return false }
    return left.order(right) == .equal
  }

  private func areEqual(_ left: TemplateList, _ right: TemplateList) throws -> Bool {
    guard left.elements.count == right.elements.count else { return false }
    if left === right { return true }
    for (left, right) in zip(left.elements, right.elements) where try !areEqual(left, right) { return false }
    return true
  }

  private func areEqual(_ left: TemplateMapping, _ right: TemplateMapping) throws -> Bool {
    guard left.count == right.count else { return false }
    for entry in left.entries {
      guard let other = try right.value(of: entry.key), try areEqual(entry.value, other) else { return false }
    }
    return true
  }

  private func areEqual(_ left: TemplateView, _ right: TemplateView) throws -> Bool {
    guard left.part == right.part, left.part != .values else {
      throw TemplateError.unsupported("comparing parts of mappings")
    }
    guard left.part == .keys else { return try areEqual(left.mapping, right.mapping) }
    return try left.mapping.count == right.mapping.count
      && left.mapping.entries.allSatisfy { try right.mapping.value(of: $0.key) != nil }
  }

  /// `left < right`.
  func isLess(_ left: TemplateValue, _ right: TemplateValue) throws -> Bool { try holds(.less, left, right) }

  /// The value of a comparison that is no `in`.
  func holds(_ operation: ComparisonOperator, _ left: TemplateValue, _ right: TemplateValue) throws -> Bool {
    switch operation {
    case .equal: return try areEqual(left, right)
    case .unequal: return try !areEqual(left, right)
    case .isIn: return try contains(left, in: right)
    case .isNotIn: return try !contains(left, in: right)
    case .less: return try order(left, right, operation) == .less
    case .greater: return try order(left, right, operation) == .greater
    case .lessOrEqual: return [.less, .equal].contains(try order(left, right, operation))
    case .greaterOrEqual: return [.greater, .equal].contains(try order(left, right, operation))
    }
  }

  /// How two values stand to each other.
  enum Order {
    case less, equal, greater
    /// One is no number.
    case none
  }

  private func order(
    _ left: TemplateValue, _ right: TemplateValue, _ operation: ComparisonOperator
  ) throws -> Order {
    try budget.step()
    if case .undefined(let why) = left { throw TemplateError.evaluation(why) }
    if case .undefined(let why) = right { throw TemplateError.evaluation(why) }
    if let left = left.text, let right = right.text {
      try budget.spend(min(left.utf8.count, right.utf8.count))
      if left.utf8.elementsEqual(right.utf8) { return .equal }
      return left.utf8.lexicographicallyPrecedes(right.utf8) ? .less : .greater
    }
    if let left = Number(left), let right = Number(right) { return left.order(right) }
    switch (left, right) {
    case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
      return try order(left.elements, right.elements, operation)
    case (.view, .view): throw TemplateError.unsupported("an order of parts of mappings")
    default:
      throw TemplateError.evaluation(
        "\"\(operation.rawValue)\" stands between a \(left.type) and a \(right.type)")
    }
  }

  private func order(
    _ left: [TemplateValue], _ right: [TemplateValue], _ operation: ComparisonOperator
  ) throws -> Order {
    for (left, right) in zip(left, right) where try !areEqual(left, right) {
      return try order(left, right, operation)
    }
    return left.count < right.count ? .less : left.count > right.count ? .greater : .equal
  }

  /// `element in container`.
  func contains(_ element: TemplateValue, in container: TemplateValue) throws -> Bool {
    switch container {
    case .string(let text), .markup(let text):
      guard let part = element.text else {
        throw TemplateError.evaluation("\"in\" looks for a \(element.type) in a text")
      }
      try budget.spend(text.utf8.count + part.utf8.count)
      return ScalarText.contains(text, part)
    case .mapping(let mapping): return try mapping.value(of: element) != nil
    case .view(let view) where view.part == .keys: return try view.mapping.value(of: element) != nil
    case .namespace, .callable, .cycler:
      throw TemplateError.evaluation("\"in\" looks into a \(container.type)")
    case .loop: throw TemplateError.unsupported("looking into \"loop\"")
    default: break
    }
    let elements = try PythonSequence(budget: budget).iterator(over: container)
    while let next = try elements.next() {
      if try areEqual(next, element) { return true }
    }
    return false
  }

  /// A number of either kind; true is 1.
  enum Number {
    case integer(Int)
    case double(Double)

    init?(_ value: TemplateValue) {
      switch value {
      case .bool(let value): self = .integer(value ? 1 : 0)
      case .integer(let value): self = .integer(value)
      case .double(let value): self = .double(value)
      default: return nil
      }
    }

    var isNaN: Bool { if case .double(let value) = self { value.isNaN } else { false } }

    var double: Double {
      switch self {
      case .integer(let value): Double(value)
      case .double(let value): value
      }
    }

    /// The order by exact value.
    func order(_ other: Number) -> Order {
      switch (self, other) {
      case (.integer(let left), .integer(let right)): left < right ? .less : left > right ? .greater : .equal
      case (.double(let left), .double(let right)):
        left < right ? .less : left > right ? .greater : left == right ? .equal : .none
      case (.integer(let left), .double(let right)): Self.order(left, right)
      case (.double(let left), .integer(let right)):
        switch Self.order(right, left) {
        case .less: .greater
        case .greater: .less
        case let order: order
        }
      }
    }

    private static func order(_ left: Int, _ right: Double) -> Order {
      if right.isNaN { return .none }
      if right >= 0x1p63 { return .less }
      if right < -0x1p63 { return .greater }
      let whole = Int(right.rounded(.down))
      if left != whole { return left < whole ? .less : .greater }
      return right > Double(whole) ? .less : .equal
    }
  }
}
