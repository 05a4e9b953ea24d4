/// The functions, methods, filters and tests that chat templates use.
enum TemplateFunctions {
  /// The functions that a template finds defined.
  static let names: Set<String> = ["namespace", "raise_exception", "range", "strftime_now"]

  /// The value of `name(...)`.
  static func call(
    _ name: String, _ arguments: [TemplateValue], named: [TemplateValue.Entry]
  ) throws -> TemplateValue {
    switch name {
    case "namespace":
      return .namespace(.init(Dictionary(named.map { ($0.key, $0.value) }) { $1 }))
    case "raise_exception": throw TemplateError.raised(try arguments.first?.text() ?? "")
    case "range":
      let bounds = try arguments.map { try $0.integer() }
      let range = bounds.count == 2 ? (bounds[0], bounds[1]) : (0, bounds.first ?? 0)
      guard range.1 < 10_000, range.0 > -10_000 else {
        throw TemplateError.unsupported("a range of this length")
      }
      return .list((range.0..<max(range.0, range.1)).map { .integer($0) })
    case "strftime_now": return .string(try TemplateDate.format(try arguments.first?.string() ?? ""))
    default: throw TemplateError.unsupported("the function \"\(name)\"")
    }
  }

  /// The value of `owner.name(...)`.
  static func method(_ name: String, of owner: TemplateValue, _ arguments: [TemplateValue]) throws
    -> TemplateValue
  {
    if case .mapping(let entries) = owner { return try method(name, of: entries, arguments) }
    guard case .string(let text) = owner else {
      throw TemplateError.evaluation("\(owner.kind) has no method \"\(name)\"")
    }
    let first = try arguments.first?.string()
    switch (name, first) {
    case ("strip", _): return .string(ScalarText.strip(text, first, left: true, right: true))
    case ("lstrip", _): return .string(ScalarText.strip(text, first, left: true, right: false))
    case ("rstrip", _): return .string(ScalarText.strip(text, first, left: false, right: true))
    case ("startswith", let part?): return .bool(text.utf8.starts(with: part.utf8))
    case ("endswith", let part?): return .bool(text.utf8.reversed().starts(with: part.utf8.reversed()))
    case ("split", let separator?) where !separator.isEmpty:
      let limit = arguments.count > 1 ? try arguments[1].integer() : -1
      return .list(
        ScalarText.split(text, at: separator, atMost: limit < 0 ? .max : limit).map { .string($0) })
    case ("upper", nil), ("lower", nil): return try filter(name, owner, [], [])
    case ("replace", _): return try filter(name, owner, arguments, [])
    default: throw TemplateError.unsupported("the method \"\(name)\"")
    }
  }

  private static func method(
    _ name: String, of entries: [TemplateValue.Entry], _ arguments: [TemplateValue]
  ) throws -> TemplateValue {
    switch name {
    case "items": return .list(entries.map { .list([.string($0.key), $0.value]) })
    case "keys": return .list(entries.map { .string($0.key) })
    case "values": return .list(entries.map(\.value))
    case "get":
      let found = entries.last { .string($0.key) == arguments.first }
      return found?.value ?? (arguments.count > 1 ? arguments[1] : .none)
    default: throw TemplateError.unsupported("the method \"\(name)\"")
    }
  }

  /// The value of `input | name(...)`.
  static func filter(
    _ name: String, _ input: TemplateValue, _ arguments: [TemplateValue], _ named: [TemplateValue.Entry]
  ) throws -> TemplateValue {
    guard named.isEmpty else {
      throw TemplateError.unsupported("the filter \"\(name)\" with named arguments")
    }
    switch name {
    case "trim": return .string(ScalarText.strip(try input.text(), nil, left: true, right: true))
    case "length", "count": return .integer(try input.elements().count)
    case "string": return .string(try input.text())
    case "upper": return .string(try input.text().uppercased())
    case "lower": return .string(try input.text().lowercased())
    case "first": return try input.elements().first ?? .undefined
    case "last": return try input.elements().last ?? .undefined
    case "list": return .list(try input.elements())
    case "selectattr", "rejectattr":
      return .list(
        try input.elements().filter { try hasAttribute($0, arguments) == (name == "selectattr") })
    case "join":
      let (parts, separator) = (try input.elements().map { try $0.text() }, try arguments.first?.text() ?? "")
      return .string(try joined(parts, separator))
    case "default", "d":
      let replaces = input == .undefined || (arguments.count > 1 && arguments[1].isTrue && !input.isTrue)
      return replaces ? arguments.first ?? .string("") : input
    case "replace":
      let texts = try arguments.map { try $0.string() }
      guard texts.count == 2, !texts[0].isEmpty else {
        throw TemplateError.unsupported("\"replace\" of this form")
      }
      return .string(try joined(ScalarText.split(try input.text(), at: texts[0]), texts[1]))
    default: throw TemplateError.unsupported("the filter \"\(name)\"")
    }
  }

  private static func joined(_ parts: [String], _ separator: String) throws -> String {
    let longest = parts.reduce(0) { max($0, $1.utf8.count) }
    try TemplateBudget.check(longest + separator.utf8.count, times: parts.count)
    return parts.joined(separator: separator)
  }

  /// Whether an attribute of an element is true, or passes a test that is named with its argument.
  private static func hasAttribute(_ element: TemplateValue, _ arguments: [TemplateValue]) throws -> Bool {
    guard let name = arguments.first else { throw TemplateError.evaluation("an attribute has no name") }
    let value = try TemplateEvaluator.member(name, of: element)
    guard arguments.count > 1 else { return value.isTrue }
    return try test(arguments[1].string(), value, Array(arguments.dropFirst(2)), isGlobal: false)
  }

  /// Whether `input is name(...)`; `isGlobal` tells that the input is a function.
  static func test(
    _ name: String, _ input: TemplateValue, _ arguments: [TemplateValue], isGlobal: Bool
  ) throws -> Bool {
    if ["equalto", "eq", "=="].contains(name), arguments.count == 1 { return input == arguments[0] }
    guard arguments.isEmpty else { throw TemplateError.unsupported("the test \"\(name)\"") }
    switch (name, input) {
    case ("defined", _): return isGlobal || input != .undefined
    case ("undefined", _): return !isGlobal && input == .undefined
    case ("none", _): return input == .none
    case ("string", .string), ("mapping", .mapping), ("boolean", .bool), ("integer", .integer),
      ("float", .double),
      ("number", .integer), ("number", .double), ("sequence", .list), ("sequence", .string),
      ("sequence", .mapping),
      ("iterable", .list), ("iterable", .string), ("iterable", .mapping), ("true", .bool(true)),
      ("false", .bool(false)):
      return true
    case ("string", _), ("mapping", _), ("boolean", _), ("integer", _), ("float", _), ("number", _),
      ("sequence", _),
      ("iterable", _), ("true", _), ("false", _):
      return false
    default: throw TemplateError.unsupported("the test \"\(name)\"")
    }
  }
}

/// The day that templates are given for today, so that equal runs give equal prompts: 26 July 2024, which the templates
/// of Llama 3 themselves take where no clock is at hand.
enum TemplateDate {
  private static let parts: [Character: String] = [
    "d": "26", "m": "07", "Y": "2024", "y": "24", "b": "Jul", "B": "July", "A": "Friday", "a": "Fri",
    "%": "%",
  ]

  /// The day in a format of `strftime`.
  static func format(_ format: String) throws -> String {
    var result = ""
    var characters = format.makeIterator()
    while let character = characters.next() {
      guard character == "%" else {
        result.append(character)
        continue
      }
      guard let code = characters.next(), let part = parts[code] else {
        throw TemplateError.unsupported("the date format \"\(format)\"")
      }
      result += part
    }
    return result
  }
}
