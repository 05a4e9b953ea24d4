/// Everything that one page of a site loads, links to and offers as targets, and the rules that a page breaks
/// by itself: nothing inline, nothing from another host, ids that are unique, images that are described, table
/// headers that say what they head.
struct PageCheck: Sendable {
  /// A reference to another place of the site.
  struct Link: Sendable {
    let line: Int
    /// The target as it is written in the page.
    let target: String
  }

  private(set) var ids: Set<String> = []
  private(set) var links: [Link] = []
  /// Links to other hosts.
  private(set) var outsideLinks: [Link] = []
  private(set) var problems: [SiteProblem] = []
  private let path: String

  init(path: String, page: [UInt8]) {
    self.path = path
    let tags = HTMLScanner.tags(of: page)
    for tag in tags {
      checkInline(tag)
      checkID(tag)
      checkReferences(tag)
    }
    checkStructure(tags)
  }

  /// The attributes that make a browser load something.
  private static let loading: [String: [String]] = [
    "script": ["src"], "img": ["src", "srcset"], "source": ["src", "srcset"], "iframe": ["src"],
    "video": ["src", "poster"], "audio": ["src"], "track": ["src"], "embed": ["src"], "object": ["data"],
    "input": ["src"], "link": ["href"], "use": ["href", "xlink:href"], "image": ["href", "xlink:href"],
  ]

  private mutating func report(_ line: Int, _ text: String) {
    problems.append(SiteProblem(path, line: line, text))
  }

  private mutating func checkInline(_ tag: HTMLScanner.Tag) {
    if tag.name == "style" { report(tag.line, "has an inline style sheet; move it to a file") }
    if tag.name == "script", tag["src"] == nil { report(tag.line, "has an inline script; move it to a file") }
    for (name, _) in tag.attributes where name == "style" || name.hasPrefix("on") {
      report(tag.line, "has an inline `\(name)` attribute, which the content security policy forbids")
    }
  }

  private mutating func checkID(_ tag: HTMLScanner.Tag) {
    guard let id = tag["id"] else { return }
    if !ids.insert(id).inserted { report(tag.line, "uses the id `\(id)` a second time") }
  }

  private mutating func checkReferences(_ tag: HTMLScanner.Tag) {
    let loading = Self.loading[tag.name] ?? []
    for (name, value) in tag.attributes {
      if loading.contains(name) {
        for target in name == "srcset" ? Self.candidates(value) : [value] {
          checkLoaded(target, by: tag)
        }
      } else if name == "href" || name == "action" || name == "formaction" {
        checkLinked(value, by: tag)
      }
    }
  }

  private mutating func checkLoaded(_ target: String, by tag: HTMLScanner.Tag) {
    // A canonical address names the page and loads nothing.
    if tag.name == "link", tag["rel"] == "canonical" { return }
    if Self.isRemote(target) || Self.scheme(of: target) != nil {
      report(tag.line, "loads \(target); a site must hold everything it loads")
    } else {
      links.append(Link(line: tag.line, target: target))
    }
  }

  private mutating func checkLinked(_ target: String, by tag: HTMLScanner.Tag) {
    switch Self.scheme(of: target) {
    case nil:
      if Self.isRemote(target) {
        report(tag.line, "links to \(target), which is another site over http and another file from disk")
      } else {
        links.append(Link(line: tag.line, target: target))
      }
    case "http", "https", "mailto", "doi": outsideLinks.append(Link(line: tag.line, target: target))
    case .some(let scheme): report(tag.line, "links to the scheme `\(scheme):`, which is not allowed")
    }
  }

  private mutating func checkStructure(_ tags: [HTMLScanner.Tag]) {
    for tag in tags where tag.name == "img" && tag["alt"] == nil {
      report(tag.line, "has an image without `alt`")
    }
    for tag in tags where tag.name == "svg" && tag["aria-hidden"] != "true" {
      if tag["role"] != "img" || tag["aria-label"]?.isEmpty ?? true {
        report(tag.line, "has a drawing that has no name for those who do not see it")
      }
    }
    for tag in tags where tag.name == "th" && tag["scope"] == nil {
      report(tag.line, "has a table header without `scope`, so that nobody can tell what it heads")
    }
    let headings = tags.filter { $0.name == "h1" }
    if headings.count != 1 {
      report(headings.last?.line ?? 1, "has \(headings.count) top headings; a page has one <h1>")
    }
    if tags.first(where: { $0.name == "html" })?["lang"]?.isEmpty ?? true {
      report(1, "does not say its language: <html lang=…>")
    }
    let levels = tags.compactMap { tag in Self.headingLevel(tag.name).map { (level: $0, line: tag.line) } }
    for (before, after) in zip(levels, levels.dropFirst()) where after.level > before.level + 1 {
      report(after.line, "jumps from heading level \(before.level) to \(after.level)")
    }
  }

  private static func headingLevel(_ name: String) -> Int? {
    guard name.utf8.count == 2, name.hasPrefix("h"), let level = Int(name.dropFirst()) else { return nil }
    return (1...6).contains(level) ? level : nil
  }

  /// Whether a reference without a scheme leads to another host.
  private static func isRemote(_ target: String) -> Bool {
    let start = target.drop { $0 == " " }
    return start.hasPrefix("//") || start.hasPrefix("\\\\") || start.hasPrefix("/\\")
  }

  /// `https` of `https://…`, in lower case; nil for a relative reference.
  private static func scheme(of target: String) -> String? {
    guard let colon = target.firstIndex(of: ":") else { return nil }
    let name = target[..<colon]
    if name.contains(where: { "/?#".contains($0) }) { return nil }
    return name.lowercased()
  }

  private static func candidates(_ srcset: String) -> [String] {
    srcset.split(separator: ",").compactMap { $0.split(separator: " ").first.map(String.init) }
  }
}
