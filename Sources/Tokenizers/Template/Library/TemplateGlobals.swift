/// The functions that every template finds.
struct TemplateGlobals {
  let run: TemplateRun

  static let names: Set<String> = [
    "cycler", "dict", "joiner", "lipsum", "namespace", "raise_exception", "range", "strftime_now",
  ]

  /// The value of `name(...)`.
  func call(_ name: String, _ arguments: CallArguments) throws -> TemplateValue {
    switch name {
    case "range": return try range(arguments)
    case "namespace": return run.makeNamespace(try members(of: arguments))
    case "dict": return .mapping(try TemplateMapping(try pairs(of: arguments)))
    case "raise_exception":
      let message = try arguments.values(for: name, ["message"], required: 1)[0] ?? .none
      throw TemplateError(problem: .raised(try PythonText(budget: run.budget).string(message)))
    case "strftime_now":
      let format = try arguments.values(for: name, ["format"], required: 1)[0] ?? .none
      return .string(try TemplateDate.format(try format.expectText(for: name)))
    case "cycler":
      guard arguments.named.isEmpty, !arguments.positional.isEmpty else {
        throw TemplateError.evaluation("\"cycler\" is given nothing to go through")
      }
      return .cycler(try TemplateCycler(arguments.positional))
    case "joiner":
      let separator = try arguments.values(for: name, ["sep"])[0] ?? .string(", ")
      return .callable(.joiner(try TemplateCycler([separator])))
    default: throw TemplateError.unsupported("the function \"\(name)\"")
    }
  }

  private func range(_ arguments: CallArguments) throws -> TemplateValue {
    let bounds = try arguments.values(for: "range", ["start", "stop", "step"], required: 1, unnamed: 3)
      .compactMap { try $0?.expectInteger(for: "range") }
    return .range(
      try TemplateRange(
        start: bounds.count == 1 ? 0 : bounds[0], stop: bounds.count == 1 ? bounds[0] : bounds[1],
        step: bounds.count == 3 ? bounds[2] : 1))
  }

  /// The entries of `dict(...)`: those of a mapping or of pairs, and the arguments with names.
  private func pairs(of arguments: CallArguments) throws -> [(key: TemplateValue, value: TemplateValue)] {
    guard arguments.positional.count < 2 else {
      throw TemplateError.evaluation("a dict is made of more than one value")
    }
    var pairs: [(key: TemplateValue, value: TemplateValue)] = []
    let sequence = PythonSequence(budget: run.budget)
    if case .mapping(let mapping) = arguments.positional.first {
      pairs = mapping.entries
    } else if case .undefined(let why) = arguments.positional.first {
      throw TemplateError.evaluation(why)
    } else if let list = arguments.positional.first {
      pairs = try sequence.elements(of: list).map { pair in
        let parts = try sequence.elements(of: pair)
        guard parts.count == 2 else { throw TemplateError.evaluation("a dict is made of pairs") }
        return (parts[0], parts[1])
      }
    }
    pairs += arguments.named.map { (.string($0.name), $0.value) }
    try run.budget.make(pairs.count, times: 4 * TemplateBudget.elementBytes)
    return pairs
  }

  private func members(of arguments: CallArguments) throws -> [String: TemplateValue] {
    var members: [String: TemplateValue] = [:]
    for pair in try pairs(of: arguments) {
      guard let name = pair.key.text else {
        throw TemplateError.unsupported("an attribute whose name is no text")
      }
      guard !name.hasPrefix("_") else {
        throw TemplateError.evaluation("\"\(name)\" is no name for an attribute")
      }
      members[name] = pair.value
    }
    return members
  }
}
