/// Writes JSON, always the same bytes for the same calls.
///
/// Members come in the order they are written, numbers as the shortest decimal that reads back as the same
/// double. Whoever writes decides the order: nothing is sorted and no dictionary is taken.
///
/// ```swift
/// var json = JSONWriter()
/// json.object { json in
///   json.member("loss", 2.5)
///   json.key("layers")
///   json.array { json in for value in curve { json.value(value) } }
/// }
/// json.text  // {"loss":2.5,"layers":[1,0.5]}
/// ```
package struct JSONWriter: Sendable {
  /// Form in which values are written.
  package struct Style: Sendable {
    /// Form of the numbers for which JSON has none.
    package enum NonFinite: Sendable {
      /// `null`.
      case null
      /// `NaN`, `Infinity` and `-Infinity`, which Python's json writes and reads.
      case python
    }

    /// Form in which NaN and the infinities are written.
    package var nonFinite: NonFinite
    /// Spaces of each level of indentation; nil writes everything on one line without spaces.
    package var indent: Int?
    /// Whether `<` is escaped, so that the text can stand inside an HTML `<script>` element.
    package var isSafeInHTML: Bool

    /// Makes a style; as it stands, one compact line of strict JSON.
    package init(nonFinite: NonFinite = .null, indent: Int? = nil, isSafeInHTML: Bool = false) {
      self.nonFinite = nonFinite
      self.indent = indent
      self.isSafeInHTML = isSafeInHTML
    }
  }

  /// The bytes that were written so far.
  package private(set) var bytes: [UInt8] = []

  private let style: Style
  /// Whether each open array or object has an element yet.
  private var levels: [Bool] = []
  private var isAfterKey = false

  /// Makes a writer of one value.
  package init(style: Style = Style()) {
    self.style = style
  }

  /// The text that was written so far.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Writes an object; `body` writes its members.
  package mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
    try nest("{", "}", body)
  }

  /// Writes an array; `body` writes its elements.
  package mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
    try nest("[", "]", body)
  }

  /// Writes the key of a member, whose value must follow.
  package mutating func key(_ key: String) {
    separate()
    quote(key)
    bytes.append(UInt8(ascii: ":"))
    if style.indent != nil { bytes.append(UInt8(ascii: " ")) }
    isAfterKey = true
  }

  /// Writes a string.
  package mutating func value(_ value: String) {
    separate()
    quote(value)
  }

  /// Writes a number, or what the style has for one that is not finite.
  package mutating func value(_ value: Double) {
    guard value.isFinite else { return literal(nonFinite(value)) }
    var digits = value.description
    if digits.hasSuffix(".0") { digits.removeLast(2) }
    literal(digits)
  }

  /// Writes an integer.
  package mutating func value(_ value: Int) { literal(value.description) }

  /// Writes `true` or `false`.
  package mutating func value(_ value: Bool) { literal(value ? "true" : "false") }

  /// Writes `null`.
  package mutating func null() { literal("null") }

  /// Writes a member whose value is a string, or `null`.
  package mutating func member(_ key: String, _ value: String?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  /// Writes a member whose value is a number, or `null`.
  package mutating func member(_ key: String, _ value: Double?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  /// Writes a member whose value is an integer, or `null`.
  package mutating func member(_ key: String, _ value: Int?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  /// Writes a member whose value is `true`, `false` or `null`.
  package mutating func member(_ key: String, _ value: Bool?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  private func nonFinite(_ value: Double) -> String {
    guard style.nonFinite == .python else { return "null" }
    if value.isNaN { return "NaN" }
    return value < 0 ? "-Infinity" : "Infinity"
  }

  private mutating func literal(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func nest(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) throws -> Void
  ) rethrows {
    separate()
    bytes.append(UInt8(ascii: open))
    levels.append(false)
    try body(&self)
    if levels.removeLast() { breakLine() }
    bytes.append(UInt8(ascii: close))
  }

  /// Comma and line break before an element, nothing before the value of a key.
  private mutating func separate() {
    if isAfterKey {
      isAfterKey = false
    } else if let hasElement = levels.last {
      if hasElement { bytes.append(UInt8(ascii: ",")) }
      levels[levels.count - 1] = true
      breakLine()
    }
  }

  private mutating func breakLine() {
    guard let indent = style.indent else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * levels.count))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.contains(where: mayNeedEscape) {
      quote(text.unicodeScalars)
    } else {
      bytes.append(contentsOf: text.utf8)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether a scalar that is escaped begins with this byte.
  private func mayNeedEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x22 || byte == 0x3C || byte == 0x5C || byte == 0x7F || byte == 0xE2
  }

  private mutating func quote(_ scalars: String.UnicodeScalarView) {
    for scalar in scalars {
      if let escape = escape(scalar) {
        bytes.append(contentsOf: escape.utf8)
      } else {
        bytes.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
      }
    }
  }

  /// The escape of a scalar that cannot stand as it is. U+2028 and U+2029 end a line in older JavaScript.
  private func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x22: return #"\""#
    case 0x5C: return #"\\"#
    case 0x0A: return #"\n"#
    case 0x0D: return #"\r"#
    case 0x09: return #"\t"#
    case 0x3C where style.isSafeInHTML, 0x00..<0x20, 0x7F, 0x2028, 0x2029:
      let digits = String(scalar.value, radix: 16)
      return #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
    default: return nil
    }
  }
}
