/// What `owner.name` and `owner[key]` stand for, as Jinja's immutable sandbox has it.
struct ValueAttributes {
  let budget: TemplateBudget

  /// `owner.name`: an attribute, or else an element.
  func attribute(_ name: String, of owner: TemplateValue) throws -> TemplateValue {
    if case .undefined(let why) = owner { throw TemplateError.evaluation(why) }
    if let value = try own(name, of: owner) { return value }
    if case .mapping(let mapping) = owner, let value = mapping.value(named: name) { return value }
    return Self.missing(name, in: owner)
  }

  /// `owner[key]`: an element, or else an attribute.
  func item(_ key: TemplateValue, of owner: TemplateValue) throws -> TemplateValue {
    if case .undefined(let why) = owner { throw TemplateError.evaluation(why) }
    if let value = try element(key, of: owner) { return value }
    if let name = key.text {
      return try own(name, of: owner) ?? Self.missing(name, in: owner)
    }
    return .undefined("a \(owner.type) has no such element")
  }

  private static func missing(_ name: String, in owner: TemplateValue) -> TemplateValue {
    .undefined("a \(owner.type) has no \"\(name)\"")
  }

  private func element(_ key: TemplateValue, of owner: TemplateValue) throws -> TemplateValue? {
    if case .mapping(let mapping) = owner {
      switch key {
      case .list, .mapping: return nil
      default: return try mapping.value(of: key)
      }
    }
    return try key.integer.flatMap { try PythonSequence(budget: budget).element($0, of: owner) }
  }

  // MARK: - Attributes of Python's values

  private static let changing: Set<String> = [
    "append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault", "sort",
    "update",
  ]
  private static let listNames = changing.union(["copy", "count", "index"]).subtracting([
    "popitem", "setdefault", "update",
  ])
  private static let mappingNames: Set<String> = [
    "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values",
  ]
  private static let numberNames: Set<String> = [
    "as_integer_ratio", "bit_count", "bit_length", "conjugate", "denominator", "from_bytes", "fromhex", "hex",
    "imag",
    "is_integer", "numerator", "real", "to_bytes",
  ]
  private static let viewNames: Set<String> = ["isdisjoint", "mapping"]
  private static let iteratorNames: Set<String> = [
    "close", "gi_running", "gi_suspended", "gi_yieldfrom", "send", "throw",
  ]

  private func own(_ name: String, of owner: TemplateValue) throws -> TemplateValue? {
    if case .namespace(let namespace) = owner { return namespace.members[name] }
    guard !name.hasPrefix("__") else { throw TemplateError.unsupported("the attribute \"\(name)\"") }
    switch owner {
    case .string, .markup: return try StringMethods.names.contains(name) ? method(name, of: owner) : nil
    case .list: return try member(name, of: owner, among: Self.listNames)
    case .tuple(let list):
      if let place = list.names.firstIndex(of: name) { return list.elements[place] }
      return try member(name, of: owner, among: ["count", "index"])
    case .mapping: return try member(name, of: owner, among: Self.mappingNames)
    case .bool, .integer, .double: return try refuse(name, of: owner, among: Self.numberNames)
    case .range(let range):
      let bounds = ["start": range.start, "stop": range.stop, "step": range.step]
      return try bounds[name].map { .integer($0) } ?? member(name, of: owner, among: ["count", "index"])
    case .view: return try refuse(name, of: owner, among: Self.viewNames)
    case .iterator: return try refuse(name, of: owner, among: Self.iteratorNames)
    case .loop(let loop):
      return try loop.attribute(name) ?? member(name, of: owner, among: ["changed", "cycle"])
    case .cycler(let cycler):
      return try name == "current"
        ? cycler.items[cycler.position] : member(name, of: owner, among: ["next", "reset"])
    case .callable(.macro(let macro)): return try attribute(name, of: macro.macro)
    case .none, .undefined, .callable, .namespace: return nil
    }
  }

  private func method(_ name: String, of owner: TemplateValue) throws -> TemplateValue {
    .callable(.method(try TemplateMethod(name, of: owner)))
  }

  /// A method; one that changes its owner is undefined in the sandbox.
  private func member(_ name: String, of owner: TemplateValue, among names: Set<String>) throws
    -> TemplateValue?
  {
    guard names.contains(name) else { return nil }
    guard !Self.changing.contains(name) else {
      return .undefined("the method \"\(name)\" would change a \(owner.type), which a template may not")
    }
    return try method(name, of: owner)
  }

  private func refuse(_ name: String, of owner: TemplateValue, among names: Set<String>) throws
    -> TemplateValue?
  {
    guard names.contains(name) else { return nil }
    throw TemplateError.unsupported("the attribute \"\(name)\" of a \(owner.type)")
  }

  private func attribute(_ name: String, of macro: TemplateMacro) throws -> TemplateValue? {
    switch name {
    case "name": return macro.name.map { .string($0) } ?? TemplateValue.none
    case "arguments": return .tuple(try TemplateList(macro.parameters.map { .string($0.name) }))
    case "catch_kwargs": return .bool(macro.named != nil)
    case "catch_varargs": return .bool(macro.rest != nil)
    case "caller": return .bool(macro.caller != nil)
    case "explicit_caller": return .bool(macro.parameters.contains { $0.name == "caller" })
    default: return nil
    }
  }

  /// Reads attributes that are named with dots, such as `function.name` or `0.role`.
  func path(_ attribute: TemplateValue, of value: TemplateValue, fallback: TemplateValue? = nil) throws
    -> TemplateValue
  {
    var keys: [TemplateValue] = [attribute]
    if case .none = attribute { keys = [] }
    if let text = attribute.text {
      keys = text.split(separator: ".", omittingEmptySubsequences: false).map { part in
        part.unicodeScalars.allSatisfy(CharacterTests.isDigit)
          ? Int(part).map { .integer($0) } ?? .string(String(part)) : .string(String(part))
      }
    }
    return try keys.reduce(value) { owner, key in
      let found = try item(key, of: owner)
      return found.isUndefined ? fallback ?? found : found
    }
  }
}

/// The methods of lists, mappings and the rest.
struct ValueMethods {
  let budget: TemplateBudget

  /// The value of `owner.name(...)`.
  func call(_ name: String, of owner: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue {
    switch owner {
    case .string(let text): return try StringMethods(budget: budget).call(name, of: text, arguments)
    case .mapping(let mapping): return try call(name, of: mapping, arguments)
    case .list, .tuple, .range: return try count(name, of: owner, arguments)
    case .loop(let loop): return try loop.call(name, arguments, budget)
    case .cycler(let cycler):
      try arguments.expectNone(for: name)
      return cycler.call(name)
    default: throw TemplateError.unsupported("the method \"\(name)\" of a \(owner.type)")
    }
  }

  private func call(_ name: String, of mapping: TemplateMapping, _ arguments: CallArguments) throws
    -> TemplateValue
  {
    switch name {
    case "items", "keys", "values":
      try arguments.expectNone(for: name)
      return .view(TemplateView(part: TemplateView.Part(rawValue: name) ?? .items, mapping: mapping))
    case "copy":
      try arguments.expectNone(for: name)
      return .mapping(mapping)
    case "get":
      let values = try arguments.values(for: name, ["key", "default"], required: 1, unnamed: 2)
      return try mapping.value(of: values[0] ?? .none) ?? values[1] ?? .none
    default: throw TemplateError.unsupported("the method \"\(name)\" of a dict")
    }
  }

  private func count(_ name: String, of owner: TemplateValue, _ arguments: CallArguments) throws
    -> TemplateValue
  {
    let elements = try PythonSequence(budget: budget).elements(of: owner)
    let comparison = PythonComparison(budget: budget)
    switch name {
    case "copy":
      try arguments.expectNone(for: name)
      return owner
    case "count":
      let wanted = try arguments.values(for: name, ["value"], required: 1, unnamed: 1)[0] ?? .none
      return .integer(try elements.filter { try comparison.areEqual($0, wanted) }.count)
    case "index":
      guard arguments.positional.count < 2 else { throw TemplateError.unsupported("\"index\" with bounds") }
      let wanted = try arguments.values(for: name, ["value"], required: 1, unnamed: 1)[0] ?? .none
      guard let place = try elements.firstIndex(where: { try comparison.areEqual($0, wanted) }) else {
        throw TemplateError.evaluation("a \(owner.type) does not hold a value")
      }
      return .integer(place)
    default: throw TemplateError.unsupported("the method \"\(name)\" of a \(owner.type)")
    }
  }
}

extension TemplateCycler {
  /// `next()` or `reset()`.
  fileprivate func call(_ name: String) -> TemplateValue {
    guard name == "next" else {
      position = 0
      return .none
    }
    defer { position = (position + 1) % items.count }
    return items[position]
  }
}
