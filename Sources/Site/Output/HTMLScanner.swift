/// Reads the start tags of an HTML page: enough to check what it links to and loads.
///
/// Takes pages as this module writes them, with quoted attributes; comments, declarations and the text inside
/// `script` and `style` are passed over.
struct HTMLScanner {
  /// A start tag.
  struct Tag {
    /// The element's name in lower case.
    let name: String
    /// Attributes with character references resolved, names in lower case.
    let attributes: [(name: String, value: String)]
    /// The line in the page, from 1.
    let line: Int
    /// The bytes of the tag in the page, from `<` to `>`.
    let range: Range<Int>

    subscript(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
  }

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  private init(_ page: [UInt8]) { bytes = page }

  /// All start tags of `page`, in order.
  static func tags(of page: [UInt8]) -> [Tag] {
    var scanner = HTMLScanner(page)
    var tags: [Tag] = []
    while let tag = scanner.next() {
      tags.append(tag)
      if tag.name == "script" || tag.name == "style" { scanner.skip(past: "</\(tag.name)") }
    }
    return tags
  }

  private mutating func next() -> Tag? {
    while position < bytes.count {
      guard take(UInt8(ascii: "<")) else {
        advance()
        continue
      }
      if peek == UInt8(ascii: "!"), take("!--") {
        skip(past: "-->")
      } else if let byte = peek, Self.isLetter(byte) {
        return tag()
      }
    }
    return nil
  }

  private mutating func tag() -> Tag {
    let (start, first) = (line, position - 1)
    let name = word { !Self.isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
    var attributes: [(name: String, value: String)] = []
    while let byte = peek, byte != UInt8(ascii: ">") {
      if Self.isSpace(byte) || byte == UInt8(ascii: "/") {
        advance()
      } else {
        attributes.append(attribute())
      }
    }
    advance()
    return Tag(name: name.lowercased(), attributes: attributes, line: start, range: first..<position)
  }

  private mutating func attribute() -> (name: String, value: String) {
    let name = word { !Self.isSpace($0) && !"=>/".utf8.contains($0) }.lowercased()
    skipSpaces()
    guard take(UInt8(ascii: "=")) else { return (name, "") }
    skipSpaces()
    guard let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return (name, Self.resolved(word { !Self.isSpace($0) && $0 != UInt8(ascii: ">") }))
    }
    advance()
    let value = word { $0 != quote }
    advance()
    return (name, Self.resolved(value))
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func advance() {
    guard let byte = peek else { return }
    if byte == UInt8(ascii: "\n") { line += 1 }
    position += 1
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    advance()
    return true
  }

  private mutating func take(_ text: String) -> Bool {
    guard bytes[position...].starts(with: text.utf8) else { return false }
    for _ in text.utf8 { advance() }
    return true
  }

  private mutating func skip(past text: String) {
    while position < bytes.count {
      if take(text) { return }
      advance()
    }
  }

  private mutating func skipSpaces() {
    while let byte = peek, Self.isSpace(byte) { advance() }
  }

  private mutating func word(while isPart: (UInt8) -> Bool) -> String {
    let start = position
    while let byte = peek, isPart(byte) { advance() }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// The references that ``HTML`` writes, and no others.
  private static func resolved(_ value: String) -> String {
    guard value.utf8.contains(UInt8(ascii: "&")) else { return value }
    return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
      .reduce(value) { $0.replacing($1.0, with: $1.1) }
  }
}
