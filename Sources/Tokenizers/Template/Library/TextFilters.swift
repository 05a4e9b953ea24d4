/// Filters that make texts.
struct TextFilters {
  let budget: TemplateBudget

  /// The value of `input | name(...)`, or nil for other filters.
  func value(_ name: String, _ input: TemplateValue, _ arguments: CallArguments) throws -> TemplateValue? {
    switch name {
    case "upper", "lower", "capitalize", "title", "string", "safe", "e", "escape", "forceescape", "wordcount":
      try arguments.expectNone(for: name)
      return try plain(name, input)
    case "trim", "replace", "center", "truncate", "indent", "format":
      // Only the sign of safety tells these texts from others, and what Jinja makes of it is refused.
      if case .markup = input {
        throw TemplateError.unsupported("\"\(name)\" of a text that is marked as safe")
      }
      return .string(try change(name, input, arguments))
    default: return nil
    }
  }

  private func text(_ value: TemplateValue) throws -> String { try PythonText(budget: budget).string(value) }

  private func plain(_ name: String, _ input: TemplateValue) throws -> TemplateValue {
    let text = try text(input)
    try budget.make(text.utf8.count, times: 2)
    if case .markup = input, !["safe", "e", "escape", "string"].contains(name) {
      throw TemplateError.unsupported("\"\(name)\" of a text that is marked as safe")
    }
    switch name {
    case "upper", "lower", "capitalize": return .string(try TextCase(budget: budget).change(name, text))
    case "title": return .string(title(text))
    case "string": return input.text == nil ? .string(text) : input
    case "safe": return .markup(text)
    case "wordcount": return .integer(Self.wordCount(text))
    default:
      guard case .markup = input else { return .markup(try escaped(text)) }
      return input
    }
  }

  private func escaped(_ text: String) throws -> String {
    try budget.make(text.utf8.count, times: 5)
    return text.unicodeScalars.map { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&#34;"
      case "'": "&#39;"
      default: String(scalar)
      }
    }.joined()
  }

  /// A capital at the start and behind white space, a dash or an opening bracket.
  private func title(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    func isBreak(_ scalar: Unicode.Scalar) -> Bool {
      ScalarText.isSpace(scalar) || "-({[<".unicodeScalars.contains(scalar)
    }
    let letterCase = TextCase(budget: budget)
    var result = ""
    var index = 0
    while index < scalars.count {
      let kind = isBreak(scalars[index])
      let end = scalars[index...].firstIndex { isBreak($0) != kind } ?? scalars.count
      result += scalars[index].properties.uppercaseMapping
      result += letterCase.lower(String(String.UnicodeScalarView(scalars[(index + 1)..<end])))
      index = end
    }
    return result
  }

  private static func wordCount(_ text: String) -> Int {
    var count = 0
    var isInWord = false
    for scalar in text.unicodeScalars {
      let belongs = scalar == "_" || CharacterTests.isAlpha(scalar) || CharacterTests.isNumeric(scalar)
      if belongs, !isInWord { count += 1 }
      isInWord = belongs
    }
    return count
  }

  private func change(_ name: String, _ input: TemplateValue, _ arguments: CallArguments) throws -> String {
    switch name {
    case "trim":
      let characters = try arguments.values(for: name, ["chars"])[0].orNone?.expectText(for: name)
      let text = try text(input)
      try budget.spend(text.utf8.count)
      return ScalarText.strip(text, characters, left: true, right: true)
    case "replace":
      let values = try arguments.values(for: name, ["old", "new", "count"], required: 2)
      return try StringMethods(budget: budget).replace(
        try text(input), try text(values[0] ?? .none), try text(values[1] ?? .none),
        count: try values[2].orNone?.expectInteger(for: name) ?? -1)
    case "center":
      let width = try arguments.values(for: name, ["width"])[0]?.expectInteger(for: name) ?? 80
      return try StringMethods(budget: budget).pad("center", try text(input), width, " ")
    case "truncate": return try truncate(input, arguments)
    case "indent": return try indent(input, arguments)
    default: return try format(input, arguments)
    }
  }

  private func format(_ input: TemplateValue, _ arguments: CallArguments) throws -> String {
    guard arguments.positional.isEmpty || arguments.named.isEmpty else {
      throw TemplateError.evaluation("\"format\" is given values with and without names")
    }
    let named = arguments.named.map { (key: TemplateValue.string($0.name), value: $0.value) }
    let values: TemplateValue =
      try named.isEmpty ? .tuple(TemplateList(arguments.positional)) : .mapping(TemplateMapping(named))
    return try PythonFormat(budget: budget).percent(try text(input), values)
  }

  private func truncate(_ input: TemplateValue, _ arguments: CallArguments) throws -> String {
    let values = try arguments.values(for: "truncate", ["length", "killwords", "end", "leeway"])
    let length = try values[0]?.expectInteger(for: "truncate") ?? 255
    let end = try values[2]?.expectText(for: "truncate") ?? "..."
    let leeway = try values[3].orNone?.expectInteger(for: "truncate") ?? 5
    let kept = length - end.unicodeScalars.count
    guard kept >= 0, leeway >= 0 else {
      throw TemplateError.evaluation("\"truncate\" is given too small a length")
    }
    guard let text = input.text else {
      // Jinja asks for the length alone before it gives a short value back as it is.
      throw TemplateError.unsupported("\"truncate\" of a \(input.type)")
    }
    try budget.make(text.utf8.count)
    guard text.unicodeScalars.count > length + leeway else { return text }
    let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(kept)))
    if values[1]?.isTrue ?? false { return start + end }
    return ScalarText.splitFromEnd(start, at: " ", atMost: 1)[0] + end
  }

  private func indent(_ input: TemplateValue, _ arguments: CallArguments) throws -> String {
    let values = try arguments.values(for: "indent", ["width", "first", "blank"])
    let width = try values[0].map { try $0.text == nil ? $0.expectInteger(for: "indent") : 0 } ?? 4
    try budget.make(max(width, 0))
    let space = values[0]?.text ?? String(repeating: " ", count: max(width, 0))
    let text = try input.expectText(for: "indent")
    try budget.spend(text.utf8.count)
    let lines = ScalarText.lines(of: text + "\n")
    let blank = values[2]?.isTrue ?? false
    try budget.make(space.utf8.count + 1, times: lines.count)
    let rest = lines.dropFirst().map { $0.isEmpty && !blank ? $0 : space + $0 }
    let body = ([lines[0]] + rest).joined(separator: "\n")
    return values[1]?.isTrue ?? false ? space + body : body
  }
}
