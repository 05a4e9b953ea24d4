/// A part of a template: text, or the tokens between a pair of braces.
enum TemplateSegment {
  /// Text that is written as it is.
  case text(String)
  /// `{{ ... }}`.
  case output([TemplateToken])
  /// `{% ... %}`.
  case statement([TemplateToken])
}

/// Cuts a template into text and tags.
///
/// White space around tags follows the settings that the reference renders chat templates with (`trim_blocks` and
/// `lstrip_blocks`), and the signs `-` and `+` in the tags.
struct TemplateLexer {
  private let source: [UInt8]
  private var position = 0
  private var segments: [TemplateSegment] = []
  /// Whether the tag before ended a line, so that the text after it starts one.
  private var startsLine = true

  private init(_ template: String) {
    var bytes: [UInt8] = []
    for byte in template.utf8 {
      if byte == UInt8(ascii: "\n"), bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
      bytes.append(byte)
    }
    source = bytes.map { $0 == UInt8(ascii: "\r") ? UInt8(ascii: "\n") : $0 }
  }

  /// The segments of a template, in order.
  static func segments(of template: String) throws -> [TemplateSegment] {
    var lexer = TemplateLexer(template)
    try lexer.run()
    return lexer.segments
  }

  private mutating func run() throws {
    while let start = nextTag() {
      let kind = source[start + 1]
      let sign = start + 2 < source.count ? source[start + 2] : 0
      addText(source[position..<start], before: kind, sign: sign)
      position = start + 2 + (sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") ? 1 : 0)
      if kind == UInt8(ascii: "#") { try skipComment() } else { try readTag(kind) }
    }
    var rest = source[position...]
    if rest.last == UInt8(ascii: "\n") { rest.removeLast() }
    append(rest)
  }

  /// The next place where a tag opens.
  private func nextTag() -> Int? {
    (position..<max(position, source.count - 1)).first { index in
      source[index] == UInt8(ascii: "{") && "{%#".utf8.contains(source[index + 1])
    }
  }

  private mutating func append(_ text: ArraySlice<UInt8>) {
    if !text.isEmpty { segments.append(.text(String(decoding: text, as: UTF8.self))) }
  }

  private mutating func addText(_ text: ArraySlice<UInt8>, before kind: UInt8, sign: UInt8) {
    var text = text
    if sign == UInt8(ascii: "-") {
      while let last = text.last, Self.isSpace(last) { text.removeLast() }
    } else if sign != UInt8(ascii: "+"), kind != UInt8(ascii: "{") {
      let line = text.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
      let start = line ?? text.startIndex
      if line != nil || startsLine, text[start...].allSatisfy(Self.isSpace) { text = text[..<start] }
    }
    append(text)
  }

  private mutating func readTag(_ kind: UInt8) throws {
    let close: [UInt8] = [kind == UInt8(ascii: "{") ? UInt8(ascii: "}") : kind, UInt8(ascii: "}")]
    var scanner = ExpressionLexer(source: source, position: position)
    let tokens = try scanner.tokens(until: close)
    segments.append(kind == UInt8(ascii: "{") ? .output(tokens) : .statement(tokens))
    position = scanner.position
    let sign = source[position - 3]
    endTag(sign: sign, trimsLine: kind != UInt8(ascii: "{"))
  }

  private mutating func skipComment() throws {
    let close = ByteSearch.occurrences(of: Array("#}".utf8), in: source, position..<source.count).first
    guard let close else { throw TemplateError.syntax("a comment is not closed") }
    position = close + 2
    endTag(sign: source[close - 1], trimsLine: true)
  }

  /// White space after a tag: all of it after `-`, else the line break that ends the line of a statement.
  private mutating func endTag(sign: UInt8, trimsLine: Bool) {
    let start = position
    if sign == UInt8(ascii: "-") {
      while position < source.count, Self.isSpace(source[position]) { position += 1 }
    } else if trimsLine, sign != UInt8(ascii: "+"), position < source.count,
      source[position] == UInt8(ascii: "\n")
    {
      position += 1
    }
    startsLine = position > start && source[position - 1] == UInt8(ascii: "\n")
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
