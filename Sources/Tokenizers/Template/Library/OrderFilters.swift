/// Filters that compare the elements of a list.
struct OrderFilters {
  let budget: TemplateBudget
  private var comparison: PythonComparison { PythonComparison(budget: budget) }

  init(budget: TemplateBudget) {
    self.budget = budget
  }

  /// The value of `input | name(...)`, or nil for other filters.
  func value(_ name: String, _ input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue? {
    switch name {
    case "sort": return try sort(input, arguments)
    case "dictsort": return try sortEntries(of: input, arguments)
    case "min", "max": return try extreme(name, input, arguments)
    case "unique": return try unique(input, arguments)
    case "groupby": return try groups(input, arguments)
    default: return nil
    }
  }

  /// A value to compare by: without regard to case unless that is asked for.
  private func key(_ value: TemplateValue, _ respectsCase: Bool) throws -> TemplateValue {
    guard !respectsCase, let text = value.text else { return value }
    return .string(try TextCase(budget: budget).change("lower", text))
  }

  /// Sorts without changing the order of equals.
  private func sorted(
    _ pairs: [(key: TemplateValue, value: TemplateValue)], isReversed: Bool = false
  ) throws -> [(key: TemplateValue, value: TemplateValue)] {
    try budget.make(pairs.count, times: 2 * TemplateBudget.elementBytes)
    return try pairs.enumerated().sorted { left, right in
      let (first, second) = isReversed ? (right, left) : (left, right)
      if try comparison.isLess(first.element.key, second.element.key) { return true }
      if try comparison.isLess(second.element.key, first.element.key) { return false }
      return left.offset < right.offset
    }.map(\.element)
  }

  private func sort(_ input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue {
    let values = try arguments.values(for: "sort", ["reverse", "case_sensitive", "attribute"])
    let respectsCase = values[1]?.isTrue ?? false
    let names = values[2].orNone?.text?.split(separator: ",", omittingEmptySubsequences: false).map {
      TemplateValue.string(String($0))
    }
    let attributes = ValueAttributes(budget: budget)
    let paths = names ?? [values[2].orNone ?? .none]
    let pairs = try PythonSequence(budget: budget).elements(of: input).map { element in
      let keys = try paths.map { try key(try attributes.path($0, of: element), respectsCase) }
      return (key: TemplateValue.list(try TemplateList(keys)), value: element)
    }
    return try PythonSequence(budget: budget).list(
      try sorted(pairs, isReversed: try values[0]?.expectInteger(for: "sort") ?? 0 != 0).map(\.value))
  }

  private func sortEntries(of input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue {
    let values = try arguments.values(for: "dictsort", ["case_sensitive", "by", "reverse"])
    let part = try values[1]?.expectText(for: "dictsort") ?? "key"
    guard ["key", "value"].contains(part) else {
      throw TemplateError.evaluation("\"dictsort\" knows no \"\(part)\"")
    }
    guard case .mapping(let mapping) = input else {
      if case .undefined(let why) = input { throw TemplateError.evaluation(why) }
      throw TemplateError.evaluation("a \(input.type) has no items")
    }
    let pairs = try mapping.entries.map { entry in
      (
        key: try key(part == "key" ? entry.key : entry.value, values[0]?.isTrue ?? false),
        value: TemplateValue.tuple(try TemplateList([entry.key, entry.value]))
      )
    }
    return try PythonSequence(budget: budget).list(
      try sorted(pairs, isReversed: try values[2]?.expectInteger(for: "dictsort") ?? 0 != 0).map(\.value))
  }

  private func extreme(_ name: String, _ input: TemplateValue, _ arguments: CallArguments) throws
    -> TemplateValue
  {
    let values = try arguments.values(for: name, ["case_sensitive", "attribute"])
    let pairs = try keyed(input, attribute: values[1].orNone, respectsCase: values[0]?.isTrue ?? false)
    guard var best = pairs.first else { return .undefined("a list without elements has no \"\(name)\"") }
    for pair in pairs.dropFirst() {
      let (first, second) = name == "min" ? (pair, best) : (best, pair)
      if try comparison.isLess(first.key, second.key) { best = pair }
    }
    return best.value
  }

  private func keyed(
    _ input: TemplateValue, attribute: TemplateValue?, fallback: TemplateValue? = nil, respectsCase: Bool
  ) throws -> [(key: TemplateValue, value: TemplateValue)] {
    let attributes = ValueAttributes(budget: budget)
    return try PythonSequence(budget: budget).elements(of: input).map { element in
      let value = try attribute.map { try attributes.path($0, of: element, fallback: fallback) } ?? element
      return (try key(value, respectsCase), element)
    }
  }

  private func unique(_ input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue {
    let values = try arguments.values(for: "unique", ["case_sensitive", "attribute"])
    let respectsCase = values[0]?.isTrue ?? false
    let attributes = ValueAttributes(budget: budget)
    var seen: Set<TemplateKey> = []
    var elements: TemplateIterator?
    let sequence = PythonSequence(budget: budget)
    return .iterator(
      try TemplateIterator(holding: input) {
        let source = try elements ?? sequence.iterator(over: input)
        elements = source
        while let element = try source.next() {
          let value = try values[1].orNone.map { try attributes.path($0, of: element) } ?? element
          if seen.insert(try TemplateKey(try key(value, respectsCase))).inserted { return element }
        }
        return nil
      })
  }

  private func groups(_ input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue {
    let values = try arguments.values(
      for: "groupby", ["attribute", "default", "case_sensitive"], required: 1)
    let (attribute, fallback) = (values[0] ?? .none, values[1].orNone)
    let respectsCase = values[2]?.isTrue ?? false
    let pairs = try sorted(
      try keyed(input, attribute: attribute, fallback: fallback, respectsCase: respectsCase))
    var groups: [(key: TemplateValue, elements: [TemplateValue])] = []
    for pair in pairs {
      if let last = groups.last, try comparison.areEqual(last.key, pair.key) {
        groups[groups.count - 1].elements.append(pair.value)
      } else {
        groups.append((pair.key, [pair.value]))
      }
    }
    let attributes = ValueAttributes(budget: budget)
    return try PythonSequence(budget: budget).list(
      try groups.map { group in
        let key =
          try respectsCase ? group.key : attributes.path(attribute, of: group.elements[0], fallback: fallback)
        return .tuple(
          try TemplateList([key, .list(try TemplateList(group.elements))], names: ["grouper", "list"]))
      })
  }
}
