import Foundation
import Support

/// A site in one HTML file, for a mail or a viewer of artefacts.
///
/// The pages stand below each other, in the order in which they are first linked from the overview. Styles, scripts and fonts stand in
/// the file, under a content security policy that allows just them, by their SHA-256. Pages that fetch files, and links to files that are
/// not there, have no place in it: such a link keeps its words.
package struct SinglePage {
  /// The largest file that is written, in bytes: what mails usually take.
  package static let longest = 25_000_000

  /// Where a link keeps its words it looks like them; in the navigation and in lists of files it has nothing to say.
  private static let withoutTarget = """
    a:not([href]) { color: inherit; text-decoration: none; }
    .site-nav a:not([href]), .downloads a:not([href]) { display: none; }

    """

  private let folder: URL
  /// The path of each page that has a place, in order.
  private let paths: [String]
  private let pages: [String: SitePage]

  /// Writes the site in `folder` as one page.
  ///
  /// - Throws: `SiteError.manifest`, `.output` for what cannot be read, `.singlePage` when it would be too long,
  ///   `FileError.output`.
  package static func write(_ folder: URL, to file: URL) throws {
    let text = Data(try SinglePage(folder).text().utf8)
    guard text.count <= longest else {
      throw SiteError.singlePage(file: file.path, byteCount: text.count, limit: longest)
    }
    try OutputFile.write(text, to: file)
  }

  /// Reads the pages of a built site.
  private init(_ folder: URL) throws {
    self.folder = folder
    let known = try Manifest(readFrom: folder).hashes.keys.filter { $0.hasSuffix(".html") }
    var pages: [String: SitePage] = [:]
    for path in known { pages[path] = SitePage(path: path, bytes: try Self.bytes(path, in: folder)) }
    let scripts = Set(pages["index.html"]?.scripts.map(\.path) ?? [])
    // A page with a script of its own draws what it fetches.
    pages = pages.filter { path, page in
      path != "404.html" && scripts.isSuperset(of: page.scripts.map(\.path))
    }
    var paths = ["index.html"]
    var next = 0
    while next < paths.count {
      for target in pages[paths[next]]?.targets ?? [] where pages[target] != nil && !paths.contains(target) {
        paths.append(target)
      }
      next += 1
    }
    self.paths = paths
    self.pages = pages
  }

  private static func bytes(_ path: String, in folder: URL) throws -> [UInt8] {
    let file = folder.appending(path: path)
    do {
      return Array(try Data(contentsOf: file))
    } catch {
      throw SiteError.output(folder: file.path, problem: error.localizedDescription)
    }
  }

  private func text() throws -> String {
    guard let first = pages["index.html"] else {
      throw SiteError.manifest(folder: folder.path, problem: "it has no index.html")
    }
    let styles = try style(first.styles)
    let scripts = try first.scripts.map { (text: try file($0.path), isDeferred: $0.isDeferred) }
    var head = first.head
    head += "<style>\(styles)</style>\n"
    for script in scripts where !script.isDeferred { head += "<script>\(script.text)</script>\n" }
    let policy = policy(styles: styles, scripts: scripts.map(\.text))
    var text = "<!doctype html>\n<html lang=\"\(first.language)\">\n<head>\n<meta charset=\"utf-8\">\n"
    text += "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n\(head)</head>\n<body>\n"
    text += first.before { self.linked($0.text, on: first) }
    text += "<main id=\"\(SitePage.anchor(first.path, "main"))\">\n"
    for path in paths {
      guard let page = pages[path] else { continue }
      text += "<div class=\"page\" id=\"\(SitePage.anchor(path))\">"
      text += page.main { self.placed($0, on: page, asTopHeading: path == "index.html") } + "</div>\n"
    }
    text += "</main>\n"
    for script in scripts where script.isDeferred { text += "<script>\(script.text)</script>\n" }
    return text + "</body>\n</html>\n"
  }

  /// A tag of a page in its place here: ids with the page's name before them, links to where their target stands, or to nothing.
  private func placed(_ tag: SitePage.Tag, on page: SitePage, asTopHeading: Bool) -> String {
    var text = tag.text
    if !asTopHeading { text = SitePage.lowered(text) }
    for name in ["id", "for", "aria-labelledby", "aria-describedby", "aria-controls"] {
      text = SitePage.replacing(name, in: text) { SitePage.anchor(page.path, $0) }
    }
    return linked(text, on: page)
  }

  /// A tag whose link leads to where its target stands here, or to nothing.
  private func linked(_ tag: String, on page: SitePage) -> String {
    SitePage.replacing("href", in: tag) { target in
      guard let link = page.resolve(target) else { return target }
      return pages[link.path] != nil && paths.contains(link.path)
        ? "#" + SitePage.anchor(link.path, link.id) : nil
    }
  }

  private func policy(styles: String, scripts: [String]) -> String {
    let hash = { (text: String) in "'sha256-\(ContentHash(of: text.utf8).base64)'" }
    return "default-src 'none'; img-src data:; font-src data:; style-src \(hash(styles)); script-src "
      + scripts.map(hash).joined(separator: " ") + "; base-uri 'none'; form-action 'none'"
  }

  private func file(_ path: String) throws -> String {
    String(decoding: try Self.bytes(path, in: folder), as: UTF8.self)
  }

  /// The style sheets as one, their fonts inside.
  private func style(_ paths: [String]) throws -> String {
    var text = ""
    for path in paths {
      var rest = try file(path)[...]
      while let start = rest.range(of: "url("), let end = rest[start.upperBound...].firstIndex(of: ")") {
        let target = rest[start.upperBound..<end].trimmingCharacters(in: ["\"", "'", " "])
        let place = SiteReference.file(target, from: path) ?? target
        let data = Data(try Self.bytes(place, in: folder)).base64EncodedString()
        text += rest[..<start.lowerBound] + "url(data:font/woff2;base64,\(data))"
        rest = rest[rest.index(after: end)...]
      }
      text += rest
    }
    return text + Self.withoutTarget
  }
}
