/// A part of a template that is not plain text. `line` counts from 1.
indirect enum TemplateNode: Sendable {
  /// `{{name}}`, or `{{{name}}}` and `{{&name}}` when raw.
  case variable(name: String, isRaw: Bool, line: Int)
  /// `{{#name}} … {{/name}}`, or `{{^name}} … {{/name}}` when inverted.
  case section(name: String, isInverted: Bool, body: [TemplateNode], line: Int)
  /// `{{>name}}`.
  case partial(name: String, line: Int)
  /// `{{<name}} … {{/name}}` with the blocks it fills.
  case parent(name: String, blocks: [TemplateBlock], line: Int)
  /// `{{$name}} … {{/name}}`: a place that a child template may fill.
  case block(TemplateBlock)
}

/// A named stretch of a template, with what stands there unless a child template says otherwise.
struct TemplateBlock: Sendable {
  let name: String
  let body: [TemplateNode]
  let line: Int
}

/// Reads the tags of a Mustache template, so that they can be checked with their lines.
///
/// Takes the tags that pages need: variables, sections, partials, blocks with inheritance, comments. The rest of what
/// the engine knows (other delimiters, transforms, dynamic names, pragmas) is refused, since it cannot be
/// checked.
struct TemplateParser {
  /// Mistake in a template, and its place.
  struct Problem: Error {
    let line: Int
    let text: String
  }

  /// Sections and blocks within each other.
  static let deepest = 100

  /// The tags, nested.
  let nodes: [TemplateNode]
  /// The text for the engine. Values come to it escaped already, so every variable is inserted raw.
  let engineText: String

  /// - Throws: `Problem`.
  init(_ text: String) throws {
    var reader = Reader(text)
    nodes = try reader.nodes(inside: nil)
    engineText = reader.engineText
  }
}

extension TemplateParser {
  /// A tag that was read, before it is nested.
  private struct Tag {
    let sigil: UInt8?
    let name: String
    let line: Int
    var shown: String { "{{\(sigil.map { String(UnicodeScalar($0)) } ?? "")\(name)}}" }
  }

  private struct Reader {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var output: [UInt8] = []
    /// Sections and blocks that the reader is in.
    private var depth = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var engineText: String { String(decoding: output, as: UTF8.self) }

    /// Reads until the tag that closes `opening`, or the end of the template.
    mutating func nodes(inside opening: Tag?) throws -> [TemplateNode] {
      depth += 1
      defer { depth -= 1 }
      if let opening, depth > TemplateParser.deepest {
        throw Problem(
          line: opening.line,
          text:
            "\(opening.shown) stands in more than \(TemplateParser.deepest) sections or blocks, and no page needs so many"
        )
      }
      var nodes: [TemplateNode] = []
      while let tag = try nextTag() {
        if tag.sigil == UInt8(ascii: "/") {
          guard let opening else {
            throw Problem(line: tag.line, text: "\(tag.shown) closes a section that was never opened")
          }
          guard tag.name == opening.name else {
            throw Problem(
              line: tag.line,
              text: "\(tag.shown) stands where \(opening.shown) of line \(opening.line) must be closed")
          }
          return nodes
        }
        if let node = try node(for: tag) { nodes.append(node) }
      }
      if let opening {
        throw Problem(line: opening.line, text: "\(opening.shown) is never closed by {{/\(opening.name)}}")
      }
      return nodes
    }

    private mutating func node(for tag: Tag) throws -> TemplateNode? {
      switch tag.sigil {
      case nil: return .variable(name: tag.name, isRaw: false, line: tag.line)
      case UInt8(ascii: "&"), UInt8(ascii: "{"):
        return .variable(name: tag.name, isRaw: true, line: tag.line)
      case UInt8(ascii: "#"), UInt8(ascii: "^"):
        let isInverted = tag.sigil == UInt8(ascii: "^")
        return .section(name: tag.name, isInverted: isInverted, body: try nodes(inside: tag), line: tag.line)
      case UInt8(ascii: ">"): return .partial(name: tag.name, line: tag.line)
      case UInt8(ascii: "$"):
        return .block(TemplateBlock(name: tag.name, body: try nodes(inside: tag), line: tag.line))
      case UInt8(ascii: "<"): return try parent(tag)
      default: return nil
      }
    }

    private mutating func parent(_ tag: Tag) throws -> TemplateNode {
      var blocks: [TemplateBlock] = []
      for node in try nodes(inside: tag) {
        guard case .block(let block) = node else {
          throw Problem(line: tag.line, text: "\(tag.shown) may hold nothing but {{$blocks}}")
        }
        blocks.append(block)
      }
      return .parent(name: tag.name, blocks: blocks, line: tag.line)
    }

    /// The next tag, nil at the end. Copies what it passes to the engine's text.
    private mutating func nextTag() throws -> Tag? {
      while position < bytes.count {
        if bytes[position...].starts(with: "{{".utf8) { return try tag() }
        copy(1)
      }
      return nil
    }

    private mutating func tag() throws -> Tag {
      let start = line
      copy(2)
      let sigil = bytes.indices.contains(position) ? Self.sigil(bytes[position]) : nil
      if sigil == nil { output.append(UInt8(ascii: "&")) } else { copy(1) }
      let isComment = sigil == UInt8(ascii: "!")
      let closing = sigil == UInt8(ascii: "{") ? "}}}" : "}}"
      let content = position
      while position < bytes.count, !bytes[position...].starts(with: closing.utf8) { copy(1) }
      let inner = bytes[content..<position]
      guard position < bytes.count, isComment || inner.allSatisfy({ $0 != UInt8(ascii: "\n") }) else {
        throw Problem(line: start, text: "a tag is opened and not closed by \(closing)")
      }
      copy(closing.utf8.count)
      let name = String(decoding: inner, as: UTF8.self).trimmingSpaces
      if !isComment { try check(name, sigil: sigil, line: start) }
      return Tag(sigil: sigil, name: name, line: start)
    }

    private func check(_ name: String, sigil: UInt8?, line: Int) throws {
      let allowsSlash = sigil == UInt8(ascii: ">") || sigil == UInt8(ascii: "<") || sigil == UInt8(ascii: "/")
      let isGood = name.utf8.allSatisfy { byte in
        UnicodeScalar(byte).isLetterOrDigit || "_.-".utf8.contains(byte)
          || (allowsSlash && byte == UInt8(ascii: "/"))
      }
      guard !name.isEmpty, isGood, name.utf8.first != UInt8(ascii: ".") else {
        throw Problem(
          line: line,
          text:
            "“\(name)” is no name. Tags are variables, sections, partials, blocks and comments, with names of "
            + "letters, digits, “_”, “-” and “.”; other delimiters, transforms, pragmas and {{.}} are not used here"
        )
      }
    }

    private static func sigil(_ byte: UInt8) -> UInt8? { "#^/>$<&{!".utf8.contains(byte) ? byte : nil }

    private mutating func copy(_ count: Int) {
      for byte in bytes[position..<min(position + count, bytes.count)] {
        if byte == UInt8(ascii: "\n") { line += 1 }
        output.append(byte)
      }
      position += count
    }
  }
}

extension UnicodeScalar {
  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    var text = self[...]
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
  }
}
