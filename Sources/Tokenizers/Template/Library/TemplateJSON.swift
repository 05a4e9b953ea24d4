/// JSON as Python's `json.dumps` writes it, for the filter `tojson`.
struct TemplateJSON {
  let budget: TemplateBudget
  private let isASCII: Bool
  private let indent: String?
  private let itemSeparator: String
  private let keySeparator: String
  private let sortsKeys: Bool
  private var result = ""

  /// Takes the arguments of `tojson`.
  private init(budget: TemplateBudget, _ arguments: CallArguments) throws {
    self.budget = budget
    let values = try arguments.values(for: "tojson", ["ensure_ascii", "indent", "separators", "sort_keys"])
    isASCII = values[0]?.isTrue ?? false
    indent = try Self.indent(values[1].orNone)
    sortsKeys = values[3]?.isTrue ?? false
    guard let separators = values[2].orNone else {
      (itemSeparator, keySeparator) = (indent == nil ? ", " : ",", ": ")
      return
    }
    let texts = try PythonSequence(budget: budget).elements(of: separators).map {
      try $0.expectText(for: "tojson")
    }
    guard texts.count == 2 else { throw TemplateError.evaluation("\"tojson\" takes two separators") }
    (itemSeparator, keySeparator) = (texts[0], texts[1])
  }

  private static func indent(_ value: TemplateValue?) throws -> String? {
    guard let value else { return nil }
    if let text = value.text { return text }
    let width = max(0, try value.expectInteger(for: "tojson"))
    guard width <= 1000 else { throw TemplateError.limit("an indentation of \(width)") }
    return String(repeating: " ", count: width)
  }

  /// The JSON of a value.
  static func text(of value: TemplateValue, _ arguments: CallArguments, _ budget: TemplateBudget) throws
    -> String
  {
    var json = try TemplateJSON(budget: budget, arguments)
    try json.write(value, level: 0)
    return json.result
  }

  private mutating func add(_ text: String) throws {
    try budget.spend(text.utf8.count)
    result += text
  }

  private mutating func write(_ value: TemplateValue, level: Int) throws {
    try budget.step()
    switch value {
    case .none: try add("null")
    case .bool(let value): try add(value ? "true" : "false")
    case .integer(let value): try add(String(value))
    case .double(let value): try add(Self.number(value))
    case .string(let text), .markup(let text): try quote(text)
    case .list(let list), .tuple(let list):
      try nest(list.elements.count, "[", "]", level: level) { json, index in
        try json.write(list.elements[index], level: level + 1)
      }
    case .mapping(let mapping):
      let entries = try self.entries(of: mapping)
      try nest(entries.count, "{", "}", level: level) { json, index in
        try json.quote(entries[index].key)
        try json.add(json.keySeparator)
        try json.write(entries[index].value, level: level + 1)
      }
    default: throw TemplateError.evaluation("a \(value.type) has no JSON")
    }
  }

  private static func number(_ value: Double) -> String {
    value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : PythonNumber.text(value)
  }

  private func entries(of mapping: TemplateMapping) throws -> [(key: String, value: TemplateValue)] {
    var entries = mapping.entries
    if sortsKeys {
      let comparison = PythonComparison(budget: budget)
      entries = try entries.sorted { try comparison.isLess($0.key, $1.key) }
    }
    return try entries.map { (try Self.name(of: $0.key), $0.value) }
  }

  private static func name(of key: TemplateValue) throws -> String {
    switch key {
    case .string(let text), .markup(let text): return text
    case .none: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .double(let value): return number(value)
    default: throw TemplateError.evaluation("a \(key.type) is no key of JSON")
    }
  }

  private mutating func nest(
    _ count: Int, _ open: String, _ close: String, level: Int,
    _ element: (inout TemplateJSON, Int) throws -> Void
  ) throws {
    try add(open)
    for index in 0..<count {
      if index > 0 { try add(itemSeparator) }
      try breakLine(level + 1)
      try element(&self, index)
    }
    if count > 0 { try breakLine(level) }
    try add(close)
  }

  private mutating func breakLine(_ level: Int) throws {
    guard let indent else { return }
    try budget.make(indent.utf8.count, times: level)
    try add("\n" + String(repeating: indent, count: level))
  }

  private mutating func quote(_ text: String) throws {
    try budget.spend(text.utf8.count)
    var quoted = String.UnicodeScalarView(["\""])
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted.append(contentsOf: ["\\", scalar])
      case "\n": quoted.append(contentsOf: ["\\", "n"])
      case "\r": quoted.append(contentsOf: ["\\", "r"])
      case "\t": quoted.append(contentsOf: ["\\", "t"])
      case "\u{8}": quoted.append(contentsOf: ["\\", "b"])
      case "\u{C}": quoted.append(contentsOf: ["\\", "f"])
      case _ where scalar.value < 0x20 || (isASCII && !(0x20...0x7E).contains(scalar.value)):
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          quoted.append(
            contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
        }
      default: quoted.append(scalar)
      }
    }
    quoted.append("\"")
    try add(String(quoted))
  }
}
