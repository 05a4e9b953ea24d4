/// Capitals and small letters, as Python changes them.
struct TextCase {
  let budget: TemplateBudget

  /// The text after `upper`, `lower`, `capitalize`, `title` or `swapcase`.
  func change(_ name: String, _ text: String) throws -> String {
    try budget.make(text.utf8.count, times: 3)
    let scalars = Array(text.unicodeScalars)
    switch name {
    case "upper": return scalars.map(\.properties.uppercaseMapping).joined()
    case "capitalize": return words(scalars) { place, _ in place == 0 }
    case "title": return words(scalars) { _, isAfterLetter in !isAfterLetter }
    case "swapcase":
      return scalars.indices.map { index in
        let properties = scalars[index].properties
        return properties.isUppercase
          ? Self.lower(scalars, index)
          : properties.isLowercase ? properties.uppercaseMapping : String(scalars[index])
      }.joined()
    default: return lower(text)
    }
  }

  /// `str.lower`.
  func lower(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.map { Self.lower(scalars, $0) }.joined()
  }

  /// Gives a letter its form at the start of a word where that is asked for, and else the small one.
  private func words(_ scalars: [Unicode.Scalar], startsWord: (Int, Bool) -> Bool) -> String {
    var isAfterLetter = false
    return scalars.indices.map { index in
      let isStart = startsWord(index, isAfterLetter)
      isAfterLetter = CharacterTests.hasCase(scalars[index])
      return isStart ? scalars[index].properties.titlecaseMapping : Self.lower(scalars, index)
    }.joined()
  }

  /// A small letter; a sigma that ends a word has a form of its own.
  private static func lower(_ scalars: [Unicode.Scalar], _ index: Int) -> String {
    guard scalars[index] == "\u{3A3}" else { return scalars[index].properties.lowercaseMapping }
    let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
    let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
    let isFinal = before.map(CharacterTests.hasCase) ?? false && !(after.map(CharacterTests.hasCase) ?? false)
    return isFinal ? "\u{3C2}" : "\u{3C3}"
  }
}

/// Kinds of characters, as Python tells them.
enum CharacterTests {
  /// The two cases that a text can have.
  enum Case { case lower, upper }

  static func isDecimal(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .decimalNumber
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    [.decimal, .digit].contains(scalar.properties.numericType)
  }

  static func isNumeric(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.numericType != nil }

  static func isAlpha(_ scalar: Unicode.Scalar) -> Bool {
    ScalarClasses.shared[scalar.value].contains(.letter)
  }

  /// Whether a character has a case.
  static func hasCase(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return properties.isLowercase || properties.isUppercase || properties.generalCategory == .titlecaseLetter
  }

  /// `str.islower` or `str.isupper`.
  static func isCased(_ text: String, _ wanted: Case) -> Bool {
    var has = false
    for scalar in text.unicodeScalars {
      let properties = scalar.properties
      let isOther = wanted == .lower ? properties.isUppercase : properties.isLowercase
      if isOther || properties.generalCategory == .titlecaseLetter { return false }
      has = has || (wanted == .lower ? properties.isLowercase : properties.isUppercase)
    }
    return has
  }

  /// `str.istitle`.
  static func isTitle(_ text: String) -> Bool {
    var has = false
    var isAfterLetter = false
    for scalar in text.unicodeScalars {
      let properties = scalar.properties
      let isCapital = properties.isUppercase || properties.generalCategory == .titlecaseLetter
      if isCapital ? isAfterLetter : properties.isLowercase && !isAfterLetter { return false }
      isAfterLetter = isCapital || properties.isLowercase
      has = has || isAfterLetter
    }
    return has
  }
}
