import Foundation
import Studies
import Support

/// Checks a built site as a whole: every link and id, nothing inline, nothing from elsewhere, and every file
/// as the manifest says.
package struct SiteCheck: Sendable {
  private let root: URL
  private let basePath: String?
  private let paths: Set<String>

  /// - Parameters:
  ///   - root: the folder of the site.
  ///   - basePath: the path under which a host serves the site, when the site was built for one.
  /// - Throws: `SiteError.output` when the folder cannot be listed.
  init(root: URL, basePath: String?) throws {
    self.root = root
    self.basePath = basePath
    paths = Set(try OutputFolder.files(in: root))
  }

  /// Checks the site in `folder`.
  ///
  /// - Returns: what is wrong, by file and line; empty for a good site.
  /// - Throws: `SiteError.output` when the folder cannot be read, `SiteError.manifest` when it holds no site.
  package static func problems(in folder: URL) throws -> [SiteProblem] {
    let manifest = try Manifest(readFrom: folder)
    let check = try SiteCheck(root: UserPath.real(folder), basePath: manifest.basePath)
    return try (check.contentProblems() + check.problems(with: manifest)).sorted()
  }

  /// The addresses outside of the site in `folder` that its pages link to, sorted, each with the places that do.
  ///
  /// - Throws: `SiteError.output` when the folder cannot be read, `SiteError.manifest` when it holds no site.
  package static func outsideLinks(in folder: URL) throws -> [OutsideLink] {
    let manifest = try Manifest(readFrom: folder)
    let check = try SiteCheck(root: UserPath.real(folder), basePath: manifest.basePath)
    let paths = check.paths.filter { $0.hasSuffix(".html") }.sorted()
    let found = try Parallel.map(paths.count) { place in
      PageCheck(path: paths[place], page: try check.bytes(of: paths[place])).outsideLinks
    }
    var places: [String: [String]] = [:]
    for (path, links) in zip(paths, found) {
      for link in links { places[link.target, default: []].append("\(path):\(link.line)") }
    }
    return places.sorted { $0.key < $1.key }.map { OutsideLink(address: $0.key, places: $0.value) }
  }

  /// Finds problems with links, pages and style sheets.
  func contentProblems() throws -> [SiteProblem] {
    let sorted = paths.sorted()
    let found = try Parallel.map(sorted.count) { try content(of: sorted[$0]) }
    let pages = Dictionary(
      uniqueKeysWithValues: zip(sorted, found).compactMap { path, content in
        content.page.map { (path, $0) }
      })
    var problems = found.flatMap(\.problems)
    for (path, page) in pages {
      problems += page.problems
      problems += page.links.compactMap { problem(with: $0, on: path, pages: pages) }
    }
    return problems.sorted()
  }

  /// The checks of one file: of a page all that it holds, of other files their problems.
  private func content(of path: String) throws -> (page: PageCheck?, problems: [SiteProblem]) {
    if path.hasSuffix(".html") { return (PageCheck(path: path, page: try bytes(of: path)), []) }
    if path.hasSuffix(".css") { return (nil, styleProblems(path, try bytes(of: path))) }
    if path.hasSuffix(".svg") { return (nil, figureProblems(path, try bytes(of: path))) }
    return (nil, [])
  }

  private func problems(with manifest: Manifest) throws -> [SiteProblem] {
    let listed = manifest.hashes.sorted { $0.key < $1.key }
    var problems = try Parallel.map(listed.count) { place -> SiteProblem? in
      let (path, hash) = listed[place]
      if !paths.contains(path) { return SiteProblem(path, "is in \(Manifest.path) but not in the folder") }
      return ContentHash(of: try bytes(of: path)).hex == hash
        ? nil
        : SiteProblem(path, "was changed after the build: its SHA-256 is not that of \(Manifest.path)")
    }.compactMap(\.self)
    for path in paths.sorted() where manifest.hashes[path] == nil && path != Manifest.path {
      problems.append(SiteProblem(path, "is not in \(Manifest.path)"))
    }
    return problems
  }

  private func problem(with link: PageCheck.Link, on path: String, pages: [String: PageCheck]) -> SiteProblem?
  {
    let parts = link.target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let reference = parts[0].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)[0]
    guard let target = resolve(String(reference), from: path) else {
      return SiteProblem(path, line: link.line, "links to \(link.target), which leads out of the site")
    }
    guard paths.contains(target) else {
      return SiteProblem(path, line: link.line, "links to \(link.target), but there is no file \(target)")
    }
    guard parts.count == 2, let page = pages[target] else { return nil }
    let id = String(parts[1]).removingPercentEncoding ?? String(parts[1])
    if id.isEmpty || page.ids.contains(id) { return nil }
    return SiteProblem(path, line: link.line, "links to \(link.target), but \(target) has no id `\(id)`")
  }

  private func resolve(_ reference: String, from path: String) -> String? {
    SiteReference.file(reference, from: path, basePath: basePath)
  }

  private func styleProblems(_ path: String, _ bytes: [UInt8]) -> [SiteProblem] {
    let text = String(decoding: bytes, as: UTF8.self)
    var problems: [SiteProblem] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.contains("@import") {
        problems.append(SiteProblem(path, line: index + 1, "imports a style sheet"))
      }
      for piece in line.components(separatedBy: "url(").dropFirst() {
        let target = String(piece.prefix { $0 != ")" }).trimmingCharacters(in: ["\"", "'", " "])
        if resolve(target, from: path).map(paths.contains) != true {
          problems.append(SiteProblem(path, line: index + 1, "loads \(target), which is not in the site"))
        }
      }
    }
    return problems
  }

  /// A figure loads nothing: what Cairo refers to lies inside the file.
  private func figureProblems(_ path: String, _ bytes: [UInt8]) -> [SiteProblem] {
    HTMLScanner.tags(of: bytes).flatMap { tag in
      if tag.name == "script" || tag.attributes.contains(where: { $0.name.hasPrefix("on") }) {
        return [SiteProblem(path, line: tag.line, "holds a script")]
      }
      return tag.attributes.compactMap { name, value in
        guard name == "href" || name == "xlink:href" || name == "src" else { return nil }
        return value.hasPrefix("#") || value.hasPrefix("data:")
          ? nil : SiteProblem(path, line: tag.line, "loads \(value)")
      }
    }
  }

  private func bytes(of path: String) throws -> [UInt8] {
    let file = root.appending(path: path)
    do {
      return Array(try Data(contentsOf: file))
    } catch {
      throw SiteError.output(folder: file.path, problem: error.localizedDescription)
    }
  }
}

/// An address on another host that pages link to.
package struct OutsideLink: Sendable, Equatable {
  package let address: String
  /// The links to it, `page:line`.
  package let places: [String]
}

/// Something in a built site that must not be there, or is not there and must be.
package struct SiteProblem: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The file, by its path inside the site.
  package let path: String
  /// The line in it, from 1; nil when the file as a whole is meant.
  package let line: Int?
  /// Description of the problem, as the end of a sentence that begins with the place.
  package let text: String

  init(_ path: String, line: Int? = nil, _ text: String) {
    self.path = path
    self.line = line
    self.text = text
  }

  /// `index.html:12: links to …`
  package var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(text)" }

  /// Orders problems by file, then line.
  package static func < (left: SiteProblem, right: SiteProblem) -> Bool {
    (left.path, left.line ?? 0, left.text) < (right.path, right.line ?? 0, right.text)
  }
}
