/// The methods of texts.
struct StringMethods {
  let budget: TemplateBudget

  /// All that Python's texts have; those that ``call(_:of:_:)`` does not know are refused when they are called.
  static let names: Set<String> = [
    "capitalize", "casefold", "center", "count", "encode", "endswith", "expandtabs", "find", "format",
    "format_map",
    "index", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric",
    "isprintable", "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "maketrans",
    "partition",
    "removeprefix", "removesuffix", "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip",
    "split",
    "splitlines", "startswith", "strip", "swapcase", "title", "translate", "upper", "zfill",
  ]

  /// The value of `text.name(...)`.
  func call(_ name: String, of text: String, _ arguments: CallArguments) throws -> TemplateValue {
    try budget.spend(text.utf8.count)
    if let value = try cut(name, text, arguments) { return value }
    if let value = try search(name, text, arguments) { return value }
    if let value = try test(name, text) {
      try arguments.expectNone(for: name)
      return .bool(value)
    }
    if let value = try change(name, text, arguments) { return .string(value) }
    throw TemplateError.unsupported("the method \"\(name)\" of a text")
  }

  // MARK: - Cutting

  private func cut(_ name: String, _ text: String, _ arguments: CallArguments) throws -> TemplateValue? {
    switch name {
    case "split", "rsplit":
      let values = try arguments.values(for: name, ["sep", "maxsplit"])
      let limit = try values[1]?.expectInteger(for: name) ?? -1
      let separator = try values[0].orNone?.expectText(for: name)
      return try list(try split(text, at: separator, limit < 0 ? .max : limit, fromEnd: name == "rsplit"))
    case "splitlines":
      let keepsEnds = try arguments.values(for: name, ["keepends"])[0]?.expectInteger(for: name) ?? 0
      return try list(ScalarText.lines(of: text, keepsEnds: keepsEnds != 0))
    case "partition", "rpartition":
      let separator = try self.separator(name, arguments)
      guard let place = ScalarText.place(of: separator, in: text, last: name == "rpartition") else {
        return try tuple(name == "partition" ? [text, "", ""] : ["", "", text])
      }
      let parts = ScalarText.parts(of: text, around: place, count: separator.utf8.count)
      return try tuple([parts.before, separator, parts.after])
    default: return nil
    }
  }

  private func separator(_ name: String, _ arguments: CallArguments) throws -> String {
    let separator =
      try arguments.values(for: name, ["sep"], required: 1, unnamed: 1)[0]?.expectText(for: name) ?? ""
    guard !separator.isEmpty else {
      throw TemplateError.evaluation("\"\(name)\" needs a separator that is not empty")
    }
    return separator
  }

  private func split(_ text: String, at separator: String?, _ limit: Int, fromEnd: Bool) throws -> [String] {
    guard let separator else { return ScalarText.words(of: text, atMost: limit, fromEnd: fromEnd) }
    guard !separator.isEmpty else { throw TemplateError.evaluation("a text is split at nothing") }
    guard fromEnd else { return ScalarText.split(text, at: separator, atMost: limit) }
    return ScalarText.splitFromEnd(text, at: separator, atMost: limit)
  }

  private func list(_ texts: [String]) throws -> TemplateValue {
    try PythonSequence(budget: budget).list(texts.map { .string($0) })
  }

  private func tuple(_ texts: [String]) throws -> TemplateValue {
    .tuple(try TemplateList(texts.map { .string($0) }))
  }

  // MARK: - Searching

  private func search(_ name: String, _ text: String, _ arguments: CallArguments) throws -> TemplateValue? {
    switch name {
    case "startswith", "endswith":
      let (values, part) = try bounded(name, text, arguments)
      return .bool(try options(values, name).contains { Self.matches(part, $0, atEnd: name == "endswith") })
    case "find", "rfind", "index", "rindex":
      let (values, part) = try bounded(name, text, arguments)
      let wanted = try values.expectText(for: name)
      guard let place = part.flatMap({ ScalarText.place(of: wanted, in: $0.text, last: name.hasPrefix("r")) })
      else {
        guard !name.hasSuffix("index") else {
          throw TemplateError.evaluation("a text does not hold \(wanted.debugDescription)")
        }
        return .integer(-1)
      }
      let before = part?.text.utf8.prefix(place).filter { $0 & 0xC0 != 0x80 }.count ?? 0
      return .integer((part?.start ?? 0) + before)
    case "count":
      let (values, part) = try bounded(name, text, arguments)
      let wanted = try values.expectText(for: name)
      guard let part else { return .integer(0) }
      return .integer(
        wanted.isEmpty ? part.text.unicodeScalars.count + 1 : ScalarText.count(of: wanted, in: part.text))
    default: return nil
    }
  }

  /// The part of a text that is searched, with the place where it starts.
  private struct Part {
    let text: String
    let start: Int
  }

  /// The first argument, and the part that the next two bound; nil where the start lies behind the end.
  private func bounded(
    _ name: String, _ text: String, _ arguments: CallArguments
  ) throws -> (wanted: TemplateValue, part: Part?) {
    let values = try arguments.values(for: name, ["sub", "start", "end"], required: 1, unnamed: 3)
    guard values[1].orNone != nil || values[2].orNone != nil else {
      return (values[0] ?? .none, Part(text: text, start: 0))
    }
    let scalars = Array(text.unicodeScalars)
    func place(_ value: TemplateValue?, _ otherwise: Int) throws -> Int {
      guard let index = try value.orNone?.expectInteger(for: name) else { return otherwise }
      return index < 0 ? max(index, -scalars.count) + scalars.count : index
    }
    let (start, end) = (try place(values[1], 0), min(try place(values[2], scalars.count), scalars.count))
    guard start <= end else { return (values[0] ?? .none, nil) }
    return (
      values[0] ?? .none, Part(text: String(String.UnicodeScalarView(scalars[start..<end])), start: start)
    )
  }

  private func options(_ value: TemplateValue, _ name: String) throws -> [String] {
    guard case .tuple(let list) = value else { return [try value.expectText(for: name)] }
    return try list.elements.map { try $0.expectText(for: name) }
  }

  private static func matches(_ part: Part?, _ affix: String, atEnd: Bool) -> Bool {
    guard let text = part?.text else { return false }
    return atEnd
      ? text.utf8.suffix(affix.utf8.count).elementsEqual(affix.utf8) : text.utf8.starts(with: affix.utf8)
  }

  // MARK: - Tests

  private func test(_ name: String, _ text: String) throws -> Bool? {
    let scalars = text.unicodeScalars
    func all(_ holds: (Unicode.Scalar) -> Bool) -> Bool { !scalars.isEmpty && scalars.allSatisfy(holds) }
    switch name {
    case "isdigit": return all(CharacterTests.isDigit)
    case "isdecimal": return all(CharacterTests.isDecimal)
    case "isnumeric": return all(CharacterTests.isNumeric)
    case "isalpha": return all(CharacterTests.isAlpha)
    case "isalnum": return all { CharacterTests.isAlpha($0) || CharacterTests.isNumeric($0) }
    case "isspace": return all(ScalarText.isSpace)
    case "isascii": return scalars.allSatisfy(\.isASCII)
    case "islower": return CharacterTests.isCased(text, .lower)
    case "isupper": return CharacterTests.isCased(text, .upper)
    case "istitle": return CharacterTests.isTitle(text)
    default: return nil
    }
  }

  // MARK: - Changes

  private func change(_ name: String, _ text: String, _ arguments: CallArguments) throws -> String? {
    switch name {
    case "upper", "lower", "capitalize", "title", "swapcase":
      try arguments.expectNone(for: name)
      return try TextCase(budget: budget).change(name, text)
    case "strip", "lstrip", "rstrip":
      let characters = try arguments.values(for: name, ["chars"], unnamed: 1)[0].orNone?.expectText(for: name)
      return ScalarText.strip(text, characters, left: name != "rstrip", right: name != "lstrip")
    case "replace":
      let values = try arguments.values(for: name, ["old", "new", "count"], required: 2, unnamed: 3)
      return try replace(
        text, try values[0]?.expectText(for: name) ?? "", try values[1]?.expectText(for: name) ?? "",
        count: try values[2]?.expectInteger(for: name) ?? -1)
    case "removeprefix", "removesuffix":
      let affix =
        try arguments.values(for: name, ["affix"], required: 1, unnamed: 1)[0]?.expectText(for: name) ?? ""
      let isSuffix = name == "removesuffix"
      guard Self.matches(Part(text: text, start: 0), affix, atEnd: isSuffix) else { return text }
      let count = affix.utf8.count
      return String(isSuffix ? text.utf8.dropLast(count) : text.utf8.dropFirst(count))
    case "join":
      let parts = try arguments.values(for: name, ["iterable"], required: 1, unnamed: 1)[0] ?? .none
      return try join(
        try PythonSequence(budget: budget).elements(of: parts).map { try $0.expectText(for: name) }, text)
    case "center", "ljust", "rjust", "zfill": return try pad(name, text, arguments)
    case "format": return try PythonFormat(budget: budget).braces(text, arguments)
    default: return nil
    }
  }

  /// Puts a text in place of each occurrence of another, or of the first ones; an empty one stands between all characters.
  func replace(_ text: String, _ old: String, _ new: String, count: Int) throws -> String {
    let limit = count < 0 ? Int.max : count
    try budget.spend(text.utf8.count + old.utf8.count)
    guard !old.isEmpty else {
      let places = min(text.unicodeScalars.count + 1, limit)
      try budget.make(text.utf8.count)
      try budget.make(new.utf8.count, times: places)
      var result = ""
      for (index, scalar) in text.unicodeScalars.enumerated() {
        if index < limit { result += new }
        result.unicodeScalars.append(scalar)
      }
      return text.unicodeScalars.count < limit ? result + new : result
    }
    return try join(ScalarText.split(text, at: old, atMost: limit), new)
  }

  /// Joins texts with another between them.
  func join(_ parts: [String], _ separator: String) throws -> String {
    try budget.make(parts.reduce(0) { $0 + $1.utf8.count })
    try budget.make(separator.utf8.count, times: max(parts.count - 1, 0))
    return parts.joined(separator: separator)
  }

  private func pad(_ name: String, _ text: String, _ arguments: CallArguments) throws -> String {
    let values = try arguments.values(
      for: name, name == "zfill" ? ["width"] : ["width", "fillchar"], required: 1, unnamed: 2)
    let width = try values[0]?.expectInteger(for: name) ?? 0
    let fill = try values.count > 1 ? values[1]?.expectText(for: name) ?? " " : "0"
    guard fill.unicodeScalars.count == 1 else {
      throw TemplateError.evaluation("\"\(name)\" fills with one character")
    }
    return try pad(name, text, width, fill)
  }

  /// Fills a text up to a width.
  func pad(_ name: String, _ text: String, _ width: Int, _ fill: String) throws -> String {
    let missing = max(width, 0) - text.unicodeScalars.count
    guard missing > 0 else { return text }
    try budget.make(fill.utf8.count, times: missing)
    func filler(_ count: Int) -> String { String(repeating: fill, count: count) }
    switch name {
    case "ljust": return text + filler(missing)
    case "rjust": return filler(missing) + text
    case "center":
      let left = missing / 2 + (missing & width & 1)
      return filler(left) + text + filler(missing - left)
    default:
      let sign = text.first.map { "+-".contains($0) } ?? false ? text.prefix(1) : ""
      return sign + filler(missing) + text.dropFirst(sign.count)
    }
  }
}
