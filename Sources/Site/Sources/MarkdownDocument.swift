import CCMarkGFM
import Support

/// A Markdown text as markup: CommonMark with GitHub's tables, strikethrough and bare links.
///
/// Raw HTML in the text is left out and links to scripts lose their target, so that a description somebody else
/// wrote cannot break the page. Headings get ids from their words.
struct MarkdownDocument: Sendable {
  /// A heading of the text.
  struct Heading: Sendable {
    let level: Int
    let id: String
    let title: String
  }

  /// The text of the first heading of level 1, which stands above the page and not in ``body``.
  let title: String?
  /// Everything else.
  let body: HTML
  /// The headings in ``body``, in order.
  let headings: [Heading]

  /// Sections of the text, as a page lists what is on it.
  var sections: [ContentsItem] {
    headings.filter { $0.level == 2 }.map { ContentsItem(id: $0.id, label: $0.title) }
  }

  /// Reads `text`. Anything is Markdown, so nothing can fail. `idPrefix` keeps the ids of headings apart from those
  /// that the page has already.
  init(_ text: String, idPrefix: String = "") {
    let document = Self.parse(text)
    defer { cmark_node_free(document.node) }
    defer { cmark_parser_free(document.parser) }
    var body = ""
    var headings: [Heading] = []
    var title: String?
    var ids: [String: Int] = [:]
    var child = cmark_node_first_child(document.node)
    while let node = child {
      child = cmark_node_next(node)
      guard cmark_node_get_type(node) == CMARK_NODE_HEADING else {
        body += Self.render(node, document.parser)
        continue
      }
      let words = Self.plainText(of: node)
      let level = Int(cmark_node_get_heading_level(node))
      if level == 1, title == nil {
        title = words
        continue
      }
      let heading = Heading(level: level, id: idPrefix + Self.id(for: words, taken: &ids), title: words)
      headings.append(heading)
      body += "<h\(level) id=\"\(heading.id)\">" + Self.renderInside(node, document.parser) + "</h\(level)>\n"
    }
    self.title = title
    self.body = HTML(markup: body)
    self.headings = headings
  }

  /// Off is `CMARK_OPT_UNSAFE`, the one that would let raw HTML through.
  private static let options = CMARK_OPT_SMART | CMARK_OPT_VALIDATE_UTF8

  private static func parse(_ text: String) -> (node: OpaquePointer, parser: OpaquePointer) {
    cmark_gfm_core_extensions_ensure_registered()
    guard let parser = cmark_parser_new(options) else { preconditionFailure("cmark is out of memory") }
    for name in ["table", "strikethrough", "autolink"] {
      if let known = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, known) }
    }
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    }
    guard let node = cmark_parser_finish(parser) else { preconditionFailure("cmark is out of memory") }
    return (node, parser)
  }

  private static func render(_ node: OpaquePointer, _ parser: OpaquePointer) -> String {
    guard let text = cmark_render_html(node, options, cmark_parser_get_syntax_extensions(parser)) else {
      return ""
    }
    defer { cmark_get_default_mem_allocator().pointee.free(text) }
    // Only a tag can begin with “<th”: raw HTML is left out and signs in words are escaped.
    return String(cString: text).replacing("<th>", with: "<th scope=\"col\">")
      .replacing("<th align", with: "<th scope=\"col\" align")
  }

  private static func renderInside(_ node: OpaquePointer, _ parser: OpaquePointer) -> String {
    var markup = ""
    var child = cmark_node_first_child(node)
    while let inner = child {
      markup += render(inner, parser)
      child = cmark_node_next(inner)
    }
    return markup
  }

  private static func plainText(of node: OpaquePointer) -> String {
    // Step by step and not by recursion: words may be nested as deeply as they are many.
    guard let walk = cmark_iter_new(node) else { preconditionFailure("cmark is out of memory") }
    defer { cmark_iter_free(walk) }
    var text = ""
    while true {
      let event = cmark_iter_next(walk)
      if event == CMARK_EVENT_DONE { return text }
      guard event == CMARK_EVENT_ENTER, let inner = cmark_iter_get_node(walk),
        let literal = cmark_node_get_literal(inner)
      else { continue }
      text += String(cString: literal)
    }
  }

  /// Words in lower case joined by hyphens, with a number when the same words come again.
  private static func id(for words: String, taken: inout [String: Int]) -> String {
    let scalars = words.lowercased().unicodeScalars.map {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) ? $0 : " "
    }
    let joined = String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: "-")
    let base = joined.isEmpty ? "section" : joined
    taken[base, default: 0] += 1
    let count = taken[base] ?? 1
    return count == 1 ? base : "\(base)-\(count)"
  }
}
