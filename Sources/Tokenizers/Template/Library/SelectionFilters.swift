/// Filters that choose or change the elements of a list one by one, when they are asked for.
struct SelectionFilters {
  let run: TemplateRun
  private var budget: TemplateBudget { run.budget }

  init(run: TemplateRun) {
    self.run = run
  }

  /// The value of `input | name(...)`, or nil for other filters.
  func value(_ name: String, _ input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue? {
    switch name {
    case "map": return try iterator(over: input) { try mapping(arguments) }
    case "select", "reject", "selectattr", "rejectattr":
      let keeps = name.hasPrefix("select")
      return try iterator(over: input) {
        let test = try self.test(name, arguments)
        return { try test($0) == keeps ? $0 : nil }
      }
    default: return nil
    }
  }

  /// Elements of which `prepare`, called once there is something to do, tells what becomes of them; nil leaves one out.
  private func iterator(
    over input: TemplateValue, _ prepare: @escaping () throws -> (TemplateValue) throws -> TemplateValue?
  ) throws -> TemplateValue {
    let sequence = PythonSequence(budget: budget)
    var started: (elements: TemplateIterator, change: (TemplateValue) throws -> TemplateValue?)?
    return .iterator(
      try TemplateIterator(holding: input) {
        guard input.isTrue else { return nil }
        let work = try started ?? (try sequence.iterator(over: input), try prepare())
        started = work
        while let element = try work.elements.next() {
          if let value = try work.change(element) { return value }
        }
        return nil
      })
  }

  private func mapping(_ arguments: CallArguments) throws -> (TemplateValue) throws -> TemplateValue? {
    if arguments.positional.isEmpty, arguments.named.contains(where: { $0.name == "attribute" }) {
      let values = try arguments.values(for: "map", ["attribute", "default"])
      let attributes = ValueAttributes(budget: budget)
      return { try attributes.path(values[0] ?? .none, of: $0, fallback: values[1].orNone) }
    }
    guard let name = arguments.positional.first else {
      throw TemplateError.evaluation("\"map\" is given no filter")
    }
    let rest = CallArguments(positional: Array(arguments.positional.dropFirst()), named: arguments.named)
    let filter = try name.expectText(for: "map")
    guard TemplateFilters.names.contains(filter) else {
      throw TemplateError.unsupported("the filter \"\(filter)\"")
    }
    return { [run] in try TemplateFilters(run: run).value(filter, $0, rest) }
  }

  private func test(_ name: String, _ arguments: CallArguments) throws -> (TemplateValue) throws -> Bool {
    var positional = arguments.positional[...]
    var attribute: TemplateValue?
    if name.hasSuffix("attr") {
      guard let first = positional.popFirst() else {
        throw TemplateError.evaluation("\"\(name)\" is given no attribute")
      }
      attribute = first
    }
    let attributes = ValueAttributes(budget: budget)
    func value(of element: TemplateValue) throws -> TemplateValue {
      try attribute.map { try attributes.path($0, of: element) } ?? element
    }
    guard let test = positional.popFirst() else { return { try value(of: $0).isTrue } }
    let rest = CallArguments(positional: Array(positional), named: arguments.named)
    let testName = try test.expectText(for: name)
    guard TemplateTests.names.contains(testName) else {
      throw TemplateError.unsupported("the test \"\(testName)\"")
    }
    return { [budget] in try TemplateTests(budget: budget).holds(testName, try value(of: $0), rest) }
  }
}
