/// Calls of macros.
struct MacroCall {
  let run: TemplateRun

  /// The text of a macro without arguments.
  func text(of macro: MacroValue) throws -> String { try text(of: macro, CallArguments()) }

  /// The text that a macro makes.
  func text(of value: MacroValue, _ arguments: CallArguments) throws -> String {
    let macro = value.macro
    var named = arguments.named
    let given = try values(macro, arguments.positional, &named)
    let caller = takeCaller(macro, &named)
    try checkRest(macro, arguments.positional, named)
    return try run.budget.nested {
      try run.inFunction(macro.function, in: value.surroundings) {
        for (slot, value) in zip(macro.slots, given) { run.activation[slot] = value }
        if let slot = macro.caller { run.activation[slot] = caller }
        if let slot = macro.named {
          run.activation[slot] = .mapping(try TemplateMapping(named.map { (.string($0.name), $0.value) }))
        }
        if let slot = macro.rest {
          run.activation[slot] = .tuple(
            try TemplateList(Array(arguments.positional.dropFirst(macro.parameters.count))))
        }
        return try run.text { try write(macro) }
      }
    }
  }

  private func write(_ macro: TemplateMacro) throws {
    try run.inScope(macro.block.scope) {
      for (parameter, slot) in zip(macro.parameters, macro.slots) where run.activation[slot] == nil {
        run.activation[slot] =
          try parameter.fallback.map { try run.value($0) }
          ?? .undefined("the parameter \"\(parameter.name)\" is not given")
      }
      _ = try run.write(macro.block.body)
    }
  }

  /// The values of the parameters, nil for those that are not given.
  private func values(
    _ macro: TemplateMacro, _ positional: [TemplateValue],
    _ named: inout [(name: String, value: TemplateValue)]
  ) throws -> [TemplateValue?] {
    macro.parameters.enumerated().map { place, parameter in
      if place < positional.count { return positional[place] }
      guard let index = named.firstIndex(where: { $0.name == parameter.name }) else { return nil }
      return named.remove(at: index).value
    }
  }

  private func takeCaller(
    _ macro: TemplateMacro, _ named: inout [(name: String, value: TemplateValue)]
  ) -> TemplateValue? {
    guard macro.caller != nil else { return nil }
    guard let index = named.firstIndex(where: { $0.name == "caller" }) else {
      return .undefined("no caller is defined")
    }
    return named.remove(at: index).value
  }

  private func checkRest(
    _ macro: TemplateMacro, _ positional: [TemplateValue], _ named: [(name: String, value: TemplateValue)]
  ) throws {
    let name = macro.name ?? "caller"
    if macro.named == nil, let extra = named.first {
      throw TemplateError.evaluation("the macro \"\(name)\" has no parameter \"\(extra.name)\"")
    }
    if macro.rest == nil, positional.count > macro.parameters.count {
      throw TemplateError.evaluation(
        "the macro \"\(name)\" is given more than \(macro.parameters.count) values")
    }
  }
}
