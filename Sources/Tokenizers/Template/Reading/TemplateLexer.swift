/// Cuts a template into text and tags, and the tags into tokens.
///
/// White space goes as with `trim_blocks` and `lstrip_blocks`: a line break after `%}` and `#}` is dropped, and so is white
/// space between the start of a line and `{%` or `{#`; signs in the tags ask for more or less.
struct TemplateLexer {
  /// The most bytes that a template may have, many times those of any published one.
  static let longest = 1 << 20

  var source: SourceReader
  private var tokens: [TemplateToken.Placed] = []
  /// Whether a line starts where the text before the next tag does.
  private var startsLine = true

  /// The tokens of a template, the last of which is ``TemplateToken/end``.
  static func tokens(of template: String) throws -> [TemplateToken.Placed] {
    guard template.utf8.count <= longest else {
      throw TemplateError.limit(
        "\(template.utf8.count) bytes, more than the \(longest) that a template may have")
    }
    var lexer = TemplateLexer(source: SourceReader(template))
    try lexer.readAll()
    return lexer.tokens
  }

  private init(source: SourceReader) {
    self.source = source
  }

  private mutating func readAll() throws {
    while let start = source.nextTag() {
      let isRaw = source.isRawTag(at: start)
      let kind = source[start + 1]
      addText(upTo: start, sign: source.sign(at: start + 2), isOutput: kind == UInt8(ascii: "{"))
      if isRaw {
        try readRaw(from: start)
      } else if kind == UInt8(ascii: "#") {
        try readComment(from: start)
      } else {
        try readTag(kind == UInt8(ascii: "%") ? .statement : .output, from: start)
      }
    }
    addText(upTo: source.count, sign: UInt8(ascii: "+"), isOutput: false)
    add(.end)
  }

  private mutating func add(_ token: TemplateToken) {
    tokens.append(.init(token: token, line: source.line))
  }

  /// Adds the text before a tag, without the white space that its sign or `lstrip_blocks` takes away.
  private mutating func addText(upTo end: Int, sign: UInt8?, isOutput: Bool) {
    let start = source.position
    var kept = end
    if sign == UInt8(ascii: "-") {
      kept = source.startOfSpace(before: end, notBefore: start)
    } else if sign != UInt8(ascii: "+"), !isOutput {
      let line = source.startOfLine(before: end, notBefore: start)
      if line > start || startsLine, source.startOfSpace(before: end, notBefore: line) == line { kept = line }
    }
    if kept > start { add(.data(source.text(start..<kept))) }
    source.move(to: end)
  }

  /// Moves behind a tag's end, of which `length` bytes are matched; `-` takes white space, nothing a line break.
  private mutating func finish(at end: Int, length: Int, sign: UInt8?, trims: Bool) {
    source.move(to: end + length)
    if sign == UInt8(ascii: "-") {
      source.skipSpace()
    } else if sign == nil, trims, source.current == UInt8(ascii: "\n") {
      source.move(to: source.position + 1)
    }
    startsLine = source[source.position - 1] == UInt8(ascii: "\n")
  }

  private mutating func readComment(from start: Int) throws {
    let inside = start + 2 + (source.sign(at: start + 2) == nil ? 0 : 1)
    // Jinja takes a comment or a raw part for closed that starts where the template ends.
    guard inside < source.count else { return finish(at: source.count, length: 0, sign: nil, trims: false) }
    guard let end = source.firstIndex(of: "#}", from: inside) else {
      throw TemplateError.syntax("a comment is not closed", line: source.line)
    }
    finish(at: end, length: 2, sign: end > inside ? source.sign(at: end - 1) : nil, trims: true)
  }

  /// Adds the text between `{% raw %}` and `{% endraw %}` as it stands.
  private mutating func readRaw(from start: Int) throws {
    let opening = source.endOfTag(named: "raw", at: start)
    finish(at: opening?.end ?? start, length: 0, sign: opening?.sign, trims: false)
    guard source.position < source.count else { return }
    var next = source.position
    while let place = source.firstIndex(of: "{%", from: next) {
      if let closing = source.endOfTag(named: "endraw", at: place) {
        addText(upTo: place, sign: source.sign(at: place + 2), isOutput: false)
        return finish(at: closing.end, length: 0, sign: closing.sign, trims: true)
      }
      next = place + 2
    }
    throw TemplateError.syntax("\"raw\" is not closed", line: source.line)
  }

  private mutating func readTag(_ tag: TemplateTag, from start: Int) throws {
    add(.open(tag))
    source.move(to: start + 2 + (source.sign(at: start + 2) == nil ? 0 : 1))
    var lexer = ExpressionLexer()
    while true {
      if lexer.isBalanced, let (length, sign) = source.endOfTag(tag) {
        add(.close(tag))
        return finish(at: source.position, length: length, sign: sign, trims: tag == .statement)
      }
      guard source.position < source.count else {
        throw TemplateError.syntax("a tag is not closed", line: source.line)
      }
      if source.skipSpace() { continue }
      let line = source.line
      tokens.append(.init(token: try lexer.next(in: &source), line: line))
    }
  }
}
