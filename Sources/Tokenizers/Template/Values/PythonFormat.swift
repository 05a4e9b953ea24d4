import Foundation

/// Texts with places for values: the operator `%` and the method `format` of Python.
struct PythonFormat {
  let budget: TemplateBudget
  private var text: PythonText { PythonText(budget: budget) }

  init(budget: TemplateBudget) {
    self.budget = budget
  }

  // MARK: - The operator %

  /// One place of a format, such as `%-5.2f`.
  private struct Place {
    var key: String?
    var flags = ""
    var width = 0
    var precision: Int?
    var kind: Character = "s"
  }

  /// `format % arguments`.
  func percent(_ format: String, _ arguments: TemplateValue) throws -> String {
    try budget.spend(format.utf8.count)
    var characters = Array(format.unicodeScalars)[...]
    var values: [TemplateValue] = [arguments]
    if case .tuple(let list) = arguments { values = list.elements }
    var used = 0
    var result = ""
    while let character = characters.popFirst() {
      guard character == "%" else {
        result.unicodeScalars.append(character)
        continue
      }
      let place = try Self.place(&characters)
      if place.kind == "%" {
        result += "%"
      } else if let key = place.key {
        result += try padded(place, try Self.member(key, of: arguments))
        used = values.count
      } else {
        guard used < values.count else {
          throw TemplateError.evaluation("a format has more places than values")
        }
        result += try padded(place, values[used])
        used += 1
      }
    }
    guard used >= values.count || Self.isMapping(arguments) else {
      throw TemplateError.evaluation("a format has fewer places than values")
    }
    return result
  }

  /// Whether Python lets a format pass over the value.
  private static func isMapping(_ value: TemplateValue) -> Bool {
    switch value {
    case .mapping, .list, .range, .undefined: true
    default: false
    }
  }

  private static func member(_ key: String, of arguments: TemplateValue) throws -> TemplateValue {
    guard case .mapping(let mapping) = arguments else {
      throw TemplateError.evaluation("a format needs a mapping")
    }
    guard let value = mapping.value(named: key) else {
      throw TemplateError.evaluation("a format finds no \"\(key)\"")
    }
    return value
  }

  private static func place(_ characters: inout ArraySlice<Unicode.Scalar>) throws -> Place {
    var place = Place()
    if characters.first == "(" {
      guard let end = characters.firstIndex(of: ")") else {
        throw TemplateError.evaluation("a format is not closed")
      }
      let key = characters[characters.startIndex + 1..<end]
      guard !key.contains("(") else { throw TemplateError.unsupported("brackets in the key of a format") }
      place.key = String(String.UnicodeScalarView(key))
      characters = characters[(end + 1)...]
    }
    while let flag = characters.first, "-+ 0#".unicodeScalars.contains(flag) {
      place.flags.unicodeScalars.append(flag)
      characters.removeFirst()
    }
    place.width = try number(&characters) ?? 0
    if characters.first == "." {
      characters.removeFirst()
      place.precision = try number(&characters) ?? 0
    }
    while let size = characters.first, "hlL".unicodeScalars.contains(size) { characters.removeFirst() }
    guard let kind = characters.popFirst() else { throw TemplateError.evaluation("a format is not complete") }
    place.kind = Character(kind)
    return place
  }

  private static func number(_ characters: inout ArraySlice<Unicode.Scalar>) throws -> Int? {
    guard characters.first != "*" else { throw TemplateError.unsupported("\"*\" in a format") }
    var digits = ""
    while let digit = characters.first, ("0"..."9").contains(digit), digits.count < 9 {
      digits.unicodeScalars.append(digit)
      characters.removeFirst()
    }
    return Int(digits)
  }

  private func padded(_ place: Place, _ value: TemplateValue) throws -> String {
    var (sign, body) = try parts(place, value)
    let count = sign.count + body.unicodeScalars.count
    guard count < place.width else { return sign + body }
    try budget.make(place.width)
    let missing = place.width - count
    if place.flags.contains("-") { return sign + body + String(repeating: " ", count: missing) }
    if place.flags.contains("0"), !"src".contains(place.kind) {
      body = String(repeating: "0", count: missing) + body
      return sign + body
    }
    sign = String(repeating: " ", count: missing) + sign
    return sign + body
  }

  /// The sign and the rest of a value.
  private func parts(_ place: Place, _ value: TemplateValue) throws -> (sign: String, body: String) {
    switch place.kind {
    case "s", "r":
      let whole = try place.kind == "s" ? text.string(value) : text.representation(value)
      try budget.make(whole.utf8.count)
      guard let precision = place.precision else { return ("", whole) }
      return ("", String(String.UnicodeScalarView(whole.unicodeScalars.prefix(precision))))
    case "d", "i", "u": return try Self.signed(place, Self.digits(place, try Self.whole(value)))
    case "f", "F", "e", "E", "g", "G": return try Self.signed(place, try double(place, value))
    default: throw TemplateError.unsupported("the format \"%\(place.kind)\"")
    }
  }

  private static func whole(_ value: TemplateValue) throws -> Int {
    if case .double(let double) = value {
      guard double.magnitude < 0x1p63 else {
        throw TemplateError.unsupported("a whole number beyond 64 bits")
      }
      return Int(double)
    }
    guard let whole = value.integer else {
      throw TemplateError.evaluation("a format needs a number, found a \(value.type)")
    }
    return whole
  }

  private static func digits(_ place: Place, _ value: Int) throws -> String {
    let digits = String(value.magnitude)
    guard (place.precision ?? 0) <= 1000 else { throw TemplateError.limit("so many digits") }
    let zeros = String(repeating: "0", count: max(0, (place.precision ?? 0) - digits.count))
    return (value < 0 ? "-" : "") + zeros + digits
  }

  private func double(_ place: Place, _ value: TemplateValue) throws -> String {
    guard let number = PythonComparison.Number(value)?.double else {
      throw TemplateError.evaluation("a format needs a number, found a \(value.type)")
    }
    guard number.isFinite, !place.flags.contains("#"), (place.precision ?? 0) <= 1000 else {
      throw TemplateError.unsupported("this format of this number")
    }
    return String(format: "%.\(place.precision ?? 6)\(place.kind)", number)
  }

  private static func signed(_ place: Place, _ text: String) throws -> (sign: String, body: String) {
    if text.hasPrefix("-") { return ("-", String(text.dropFirst())) }
    return (place.flags.contains("+") ? "+" : place.flags.contains(" ") ? " " : "", text)
  }

  // MARK: - The method format

  /// `format.format(...)`: places `{}`, `{0}` and `{name}`; what is behind a colon is refused.
  func braces(_ format: String, _ arguments: CallArguments) throws -> String {
    try budget.spend(format.utf8.count)
    var characters = Array(format.unicodeScalars)[...]
    var result = ""
    var next = 0
    while let character = characters.popFirst() {
      if character == "{" || character == "}", characters.first == character {
        characters.removeFirst()
        result.unicodeScalars.append(character)
      } else if character == "{" {
        guard let end = characters.firstIndex(of: "}") else {
          throw TemplateError.evaluation("a format is not closed")
        }
        let field = String(String.UnicodeScalarView(characters[..<end]))
        characters = characters[(end + 1)...]
        let part = try text.string(try value(of: field, arguments, &next))
        try budget.make(part.utf8.count)
        result += part
      } else if character == "}" {
        throw TemplateError.evaluation("a format closes what is not open")
      } else {
        result.unicodeScalars.append(character)
      }
    }
    return result
  }

  private func value(of field: String, _ arguments: CallArguments, _ next: inout Int) throws -> TemplateValue
  {
    guard field.unicodeScalars.allSatisfy({ $0 == "_" || $0.properties.isXIDContinue }) else {
      throw TemplateError.unsupported("the place \"{\(field)}\" of a format")
    }
    if field.isEmpty || Int(field) != nil {
      guard field.isEmpty ? next >= 0 : next <= 0 else {
        throw TemplateError.evaluation("a format counts its places in two ways")
      }
      let place = Int(field) ?? next
      next = field.isEmpty ? next + 1 : -1
      guard arguments.positional.indices.contains(place) else {
        throw TemplateError.evaluation("a format has more places than values")
      }
      return arguments.positional[place]
    }
    guard let value = arguments.named.last(where: { $0.name == field })?.value else {
      throw TemplateError.evaluation("a format finds no \"\(field)\"")
    }
    return value
  }
}
