import Foundation
import Support

/// A page of a built site, as a text in which tags can be changed.
struct SitePage {
  /// A start tag as it is written.
  struct Tag {
    let name: String
    let text: String
  }

  /// A script that the page loads.
  struct Script {
    let path: String
    let isDeferred: Bool
  }

  let path: String
  private let bytes: [UInt8]
  private let tags: [HTMLScanner.Tag]

  init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    tags = HTMLScanner.tags(of: bytes)
  }

  var language: String { tags.first { $0.name == "html" }?["lang"] ?? "en" }

  /// The style sheets that the page loads.
  var styles: [String] {
    tags.filter { $0.name == "link" && $0["rel"] == "stylesheet" }
      .compactMap { $0["href"].flatMap { resolve($0)?.path } }
  }

  var scripts: [Script] {
    tags.filter { $0.name == "script" }.compactMap { tag in
      resolve(tag["src"] ?? "").map { Script(path: $0.path, isDeferred: tag["defer"] != nil) }
    }
  }

  /// The files of the site that the page links to, in order.
  var targets: [String] {
    tags.filter { $0.name == "a" }.compactMap { $0["href"].flatMap { resolve($0)?.path } }
  }

  /// What of the head says something of the page: title and description.
  var head: String {
    let names = ["viewport", "description", "generator", "color-scheme"]
    let kept = tags.filter { tag in tag.name == "meta" && names.contains { $0 == tag["name"] } }
    let title = text(from: "<title>", to: "</title>")
    return "<title>\(title)</title>\n" + kept.map { text($0.range) + "\n" }.joined()
  }

  /// What stands before the main part: the link to it and the navigation.
  func before(_ change: (Tag) -> String) -> String { changed(from: "<body>", to: "<main", change) }

  /// The inner part of the page.
  func main(_ change: (Tag) -> String) -> String {
    guard let main = tags.first(where: { $0.name == "main" }) else { return "" }
    return changed(main.range.upperBound, end: find("</main>", from: main.range.upperBound), change)
  }

  private func changed(from start: String, to end: String, _ change: (Tag) -> String) -> String {
    let first = min(find(start, from: 0) + start.utf8.count, bytes.count)
    return changed(first, end: find(end, from: first), change)
  }

  /// The text of these bytes with every start tag changed.
  private func changed(_ start: Int, end: Int, _ change: (Tag) -> String) -> String {
    var (result, place) = ("", start)
    for tag in tags where tag.range.lowerBound >= start && tag.range.upperBound <= end {
      result += closing(text(place..<tag.range.lowerBound), like: change)
      result += change(Tag(name: tag.name, text: text(tag.range)))
      place = tag.range.upperBound
    }
    return result + closing(text(place..<max(end, place)), like: change)
  }

  /// End tags change as start tags do, which matters to headings alone.
  private func closing(_ text: String, like change: (Tag) -> String) -> String {
    guard text.contains("</h") else { return text }
    return text.replacing(/<\/(h[1-6])>/) { match in
      let name = String(match.output.1)
      return "</" + change(Tag(name: name, text: "<\(name)>")).dropFirst()
    }
  }

  /// What stands between two texts; nothing where the first is not there, as in a page of a template of one's own.
  private func text(from start: String, to end: String) -> String {
    let first = min(find(start, from: 0) + start.utf8.count, bytes.count)
    return text(first..<find(end, from: first))
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// Where `text` begins; the end of the page where it does not stand.
  private func find(_ text: String, from start: Int) -> Int {
    let wanted = Array(text.utf8)
    guard start < bytes.count else { return bytes.count }
    return (start..<bytes.count).first { bytes[$0...].starts(with: wanted) } ?? bytes.count
  }

  /// The file and id that a link means; nil for another host.
  func resolve(_ target: String) -> (path: String, id: String)? {
    if target.contains(":") && !target.hasPrefix("#") { return nil }
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let file = String(parts.first?.split(separator: "?", omittingEmptySubsequences: false).first ?? "")
    let id = parts.count > 1 ? parts[1] : ""
    return SiteReference.file(file, from: path).map { ($0, id) }
  }
}

extension SitePage {
  /// The id of a page, or of a place on it, in a file with all pages.
  static func anchor(_ path: String, _ id: String = "") -> String {
    let page = "page-" + path.replacing(".html", with: "").replacing("/", with: "-")
    return id.isEmpty ? page : id.split(separator: " ").map { "\(page)--\($0)" }.joined(separator: " ")
  }

  /// `tag` with the value of an attribute replaced, or the attribute taken out for nil.
  static func replacing(_ attribute: String, in tag: String, _ change: (String) -> String?) -> String {
    guard let start = tag.range(of: " \(attribute)=\""),
      let end = tag[start.upperBound...].firstIndex(of: "\"")
    else { return tag }
    let value = change(String(tag[start.upperBound..<end]))
    let rest = tag[tag.index(after: end)...]
    return tag[..<start.lowerBound] + (value.map { " \(attribute)=\"\($0)\"" } ?? "") + rest
  }

  /// A heading one level below, since there is one top heading in a file.
  static func lowered(_ tag: String) -> String {
    tag.replacing(/^<h([1-5])\b/) { "<h\((Int($0.output.1) ?? 1) + 1)" }
  }
}
