import Studies

/// Walks the tags of a template and all it includes against the shape of a page model.
///
/// Mustache renders a mistyped name as nothing; here it is an error with template, line and nearest name, found
/// before the first page is written and on every branch, taken or not.
struct TemplateChecker {
  let templates: [String: Template]
  /// The templates that the checked ones include, for the search of unused ones.
  private(set) var used: Set<String> = []
  /// Tags of the page that were met so far, those of templates that it includes each time again.
  private var steps = 0
  /// Tags that a page may have, with all that it includes; pages have some hundreds.
  private static let mostSteps = 100_000

  init(templates: [String: Template]) { self.templates = templates }

  /// Place of a tag: its template, and the names and filled blocks around it.
  private struct TagContext {
    var template: Template
    /// Names by scope, the innermost last.
    var scopes: [[String: Shape]]
    /// Filled blocks, with the template that fills them.
    var blocks: [String: (body: [TemplateNode], template: Template)] = [:]
    /// The templates on the way here, to find those that include themselves.
    var trail: [String]
  }

  /// Checks the page template `name` for a model of shape `fields`.
  ///
  /// - Throws: `SiteError.template`.
  mutating func check(page name: String, fields: [String: Shape]) throws {
    guard let template = templates[name] else {
      preconditionFailure("the default templates hold every page")
    }
    used.insert(name)
    steps = 0
    try check(template.nodes, at: TagContext(template: template, scopes: [fields], trail: [name]))
  }

  private mutating func check(_ nodes: [TemplateNode], at place: TagContext) throws {
    for node in nodes {
      steps += 1
      if steps > Self.mostSteps {
        throw place.template.error(
          line: 1, "templates include each other so often that a page has more than \(Self.mostSteps) tags")
      }
      try check(node, at: place)
    }
  }

  private mutating func check(_ node: TemplateNode, at place: TagContext) throws {
    switch node {
    case .variable(let name, let isRaw, let line):
      try checkVariable(name, isRaw: isRaw, line: line, at: place)
    case .section(let name, let isInverted, let body, let line):
      try checkSection(name, isInverted: isInverted, body: body, line: line, at: place)
    case .partial(let name, let line):
      var inner = try enter(name, line: line, from: place)
      inner.blocks = place.blocks
      try check(inner.template.nodes, at: inner)
    case .parent(let name, let blocks, let line):
      try checkParent(name, blocks: blocks, line: line, at: place)
    case .block(let block):
      guard let filled = place.blocks[block.name] else { return try check(block.body, at: place) }
      var inner = place
      inner.template = filled.template
      try check(filled.body, at: inner)
    }
  }

  private func checkVariable(_ name: String, isRaw: Bool, line: Int, at place: TagContext) throws {
    let problem: String
    switch try shape(of: name, line: line, at: place) {
    case .text:
      if !isRaw { return }
      problem = "is text, which must be escaped: write {{\(name)}}"
    case .html:
      if isRaw { return }
      problem = "is markup and would be shown as its source: write {{{\(name)}}}"
    case .optional(let shape):
      problem = "is \(shape.noun) that may be missing: write it inside {{#\(name)}} … {{/\(name)}}"
    case let other:
      problem = "is \(other.noun), which cannot be shown by itself: write {{#\(name)}} … {{/\(name)}}"
    }
    throw place.template.error(line: line, "`\(name)` \(problem)")
  }

  private mutating func checkSection(
    _ name: String, isInverted: Bool, body: [TemplateNode], line: Int, at place: TagContext
  ) throws {
    let shape = try shape(of: name, line: line, at: place)
    var inner = place
    switch (shape, isInverted) {
    case (.flag, _), (.list, true), (.optional, true): break
    case (.list(let fields), false), (.record(let fields), false),
      (.optional(.record(let fields)), false), (.optional(.list(let fields)), false):
      inner.scopes.append(fields())
    case (.optional(let present), false): inner.scopes.append([name: present])
    default:
      throw place.template.error(
        line: line, "`\(name)` is \(shape.noun) and never missing, so a section on it decides nothing")
    }
    try check(body, at: inner)
  }

  private mutating func checkParent(
    _ name: String, blocks: [TemplateBlock], line: Int, at place: TagContext
  ) throws {
    var inner = try enter(name, line: line, from: place)
    var seen: Set<String> = []
    let known = blockNames(in: inner.template.nodes, seen: &seen)
    for block in blocks where !known.contains(block.name) {
      throw place.template.unknown("block", block.name, among: known, line: block.line)
    }
    // As in the engine, the outermost child decides what a block holds.
    inner.blocks = Dictionary(blocks.map { ($0.name, ($0.body, place.template)) }) { first, _ in first }
      .merging(place.blocks) { _, outer in outer }
    try check(inner.template.nodes, at: inner)
  }

  /// The blocks that a child of a template with these tags may fill, those of its own parents and partials
  /// included.
  private func blockNames(in nodes: [TemplateNode], seen: inout Set<String>) -> [String] {
    var names: [String] = []
    for node in nodes {
      switch node {
      case .variable: break
      case .section(_, _, let body, _): names += blockNames(in: body, seen: &seen)
      case .block(let block): names += [block.name] + blockNames(in: block.body, seen: &seen)
      case .partial(let name, _), .parent(let name, _, _):
        // What a template holds it holds each time, and one that includes itself is told elsewhere.
        if seen.insert(name).inserted { names += blockNames(in: templates[name]?.nodes ?? [], seen: &seen) }
      }
    }
    return names
  }

  private mutating func enter(_ name: String, line: Int, from place: TagContext) throws -> TagContext {
    guard let template = templates[name] else {
      throw place.template.unknown("template", name, among: Array(templates.keys), line: line)
    }
    guard !place.trail.contains(name) else {
      throw place.template.error(line: line, "template `\(name)` includes itself")
    }
    used.insert(name)
    return TagContext(template: template, scopes: place.scopes, trail: place.trail + [name])
  }

  private func shape(of path: String, line: Int, at place: TagContext) throws -> Shape {
    let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard var shape = place.scopes.last(where: { $0[names[0]] != nil })?[names[0]] else {
      let known = place.scopes.flatMap(\.keys)
      throw place.template.unknown("name", names[0], among: known, line: line)
    }
    for name in names.dropFirst() {
      guard case .record(let fields) = shape else {
        throw place.template.error(
          line: line,
          "`\(path)` reaches into \(shape.noun); a dot works only for a group that is never missing")
      }
      let inner = fields()
      guard let next = inner[name] else {
        throw place.template.unknown("name", name, among: Array(inner.keys), line: line)
      }
      shape = next
    }
    return shape
  }
}
