/// The filters of the template language: `value | name`.
struct TemplateFilters {
  let run: TemplateRun
  var budget: TemplateBudget { run.budget }

  /// All filters of Jinja and transformers; those that ``value(_:_:_:)`` does not know are refused when they are run.
  static let names: Set<String> = [
    "abs", "attr", "batch", "capitalize", "center", "count", "d", "default", "dictsort", "e", "escape",
    "filesizeformat", "first", "float", "forceescape", "format", "groupby", "indent", "int", "items", "join",
    "last",
    "length", "list", "lower", "map", "max", "min", "pprint", "random", "reject", "rejectattr", "replace",
    "reverse",
    "round", "safe", "select", "selectattr", "slice", "sort", "string", "striptags", "sum", "title", "tojson",
    "trim",
    "truncate", "unique", "upper", "urlencode", "urlize", "wordcount", "wordwrap", "xmlattr",
  ]

  /// The value of `input | name(...)`.
  func value(_ name: String, _ input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue {
    try budget.step()
    if let value = try TextFilters(budget: budget).value(name, input, arguments) { return value }
    if let value = try NumberFilters(budget: budget).value(name, input, arguments) { return value }
    if let value = try OrderFilters(budget: budget).value(name, input, arguments) { return value }
    if let value = try SelectionFilters(run: run).value(name, input, arguments) { return value }
    if let value = try sequence(name, input, arguments) { return value }
    guard let value = try general(name, input, arguments) else {
      throw TemplateError.unsupported("the filter \"\(name)\"")
    }
    return value
  }

  private func general(
    _ name: String, _ input: TemplateValue, _ arguments: CallArguments
  ) throws -> TemplateValue? {
    switch name {
    case "default", "d":
      let values = try arguments.values(for: name, ["default_value", "boolean"])
      let isReplaced = input.isUndefined || (values[1]?.isTrue ?? false) && !input.isTrue
      return isReplaced ? values[0] ?? .string("") : input
    case "tojson": return .string(try TemplateJSON.text(of: input, arguments, budget))
    case "attr":
      let attribute = try arguments.values(for: name, ["name"], required: 1)[0] ?? .none
      let attributes = ValueAttributes(budget: budget)
      if case .mapping(let mapping) = input, mapping.value(named: attribute.text ?? "") != nil {
        throw TemplateError.unsupported("\"attr\" of a dict")
      }
      return try attributes.attribute(attribute.expectText(for: name), of: input)
    default: return nil
    }
  }

  private func sequence(
    _ name: String, _ input: TemplateValue, _ arguments: CallArguments
  ) throws -> TemplateValue? {
    let sequence = PythonSequence(budget: budget)
    switch name {
    case "length", "count", "first", "last", "list", "reverse", "items": try arguments.expectNone(for: name)
    default: break
    }
    switch name {
    case "length", "count": return .integer(try sequence.count(of: input))
    case "list": return try sequence.list(try sequence.elements(of: input))
    case "first":
      return try sequence.iterator(over: input).next() ?? .undefined("a list without elements has no first")
    case "last":
      guard let elements = try sequence.reversed(input) else {
        throw TemplateError.evaluation("a \(input.type) has no last element")
      }
      return try elements.next() ?? .undefined("a list without elements has no last")
    case "reverse": return try reversed(input)
    case "items": return try items(of: input)
    case "join":
      let values = try arguments.values(for: name, ["d", "attribute"])
      return .string(try join(input, values[0] ?? .string(""), attribute: values[1].orNone))
    case "batch": return try batches(of: input, arguments)
    case "slice": return try slices(of: input, arguments)
    default: return nil
    }
  }

  private func reversed(_ input: TemplateValue) throws -> TemplateValue {
    if case .string(let text) = input {
      try budget.make(text.utf8.count)
      return .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
    }
    let sequence = PythonSequence(budget: budget)
    if let elements = try sequence.reversed(input) { return .iterator(elements) }
    return try sequence.list(try sequence.elements(of: input).reversed())
  }

  private func items(of input: TemplateValue) throws -> TemplateValue {
    switch input {
    case .undefined: return .iterator(try TemplateIterator([]))
    case .mapping(let mapping):
      let view = TemplateView(part: .items, mapping: mapping)
      return .iterator(try TemplateIterator(holding: input, count: mapping.count) { try view.element($0) })
    // The filter is a generator: it fails when it is first asked.
    default:
      return .iterator(
        try TemplateIterator { throw TemplateError.evaluation("a \(input.type) has no items") })
    }
  }

  private func join(_ input: TemplateValue, _ separator: TemplateValue, attribute: TemplateValue?) throws
    -> String
  {
    let attributes = ValueAttributes(budget: budget)
    let text = PythonText(budget: budget)
    let parts = try PythonSequence(budget: budget).elements(of: input).map { element in
      try text.string(try attribute.map { try attributes.path($0, of: element) } ?? element)
    }
    return try StringMethods(budget: budget).join(parts, try text.string(separator))
  }

  // MARK: - Groups of a fixed size

  private func batches(of input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue {
    let values = try arguments.values(for: "batch", ["linecount", "fill_with"], required: 1)
    let elements = try PythonSequence(budget: budget).elements(of: input)
    guard let count = values[0]?.integer, count > 0 else {
      throw TemplateError.unsupported("\"batch\" of this size")
    }
    try budget.make(count, times: TemplateBudget.elementBytes)
    let fill = values[1].orNone
    return try lists(
      stride(from: 0, to: elements.count, by: count).map { start in
        let batch = Array(elements[start..<min(start + count, elements.count)])
        return batch + (fill.map { Array(repeating: $0, count: count - batch.count) } ?? [])
      })
  }

  private func slices(of input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue {
    let values = try arguments.values(for: "slice", ["slices", "fill_with"], required: 1)
    let elements = try PythonSequence(budget: budget).elements(of: input)
    guard let count = values[0]?.integer, count > 0 else {
      throw TemplateError.unsupported("\"slice\" of this size")
    }
    try budget.make(count, times: TemplateBudget.elementBytes)
    let (size, longer) = elements.count.quotientAndRemainder(dividingBy: count)
    return try lists(
      (0..<count).map { number in
        let start = number * size + min(number, longer)
        let part = Array(elements[start..<start + size + (number < longer ? 1 : 0)])
        return part + (number >= longer ? values[1].orNone.map { [$0] } ?? [] : [])
      })
  }

  private func lists(_ parts: [[TemplateValue]]) throws -> TemplateValue {
    .iterator(try TemplateIterator(parts.map { .list(try TemplateList($0)) }))
  }
}
