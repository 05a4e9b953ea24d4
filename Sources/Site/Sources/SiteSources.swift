import Foundation
import Studies
import Support

/// Everything a site is made from beside the results: templates, pages in Markdown, styles and scripts, settings.
///
/// A study may hold a folder `templates` and a folder `site`; a file in them replaces the built-in one of the same
/// path. `site/pages/NAME.md` adds a page, `site/assets/own.css` a style sheet after the built-in one.
struct SiteSources {
  let templates: TemplateLibrary
  let settings: SiteSettings
  /// The text of the methods page.
  let methods: MarkdownDocument
  /// Further pages.
  let texts: [Text]
  private let site: SiteFolder

  /// The folders of a study that its site may have.
  private static let folders = (templates: "templates", site: "site")
  private static let ownStyle = "assets/own.css"
  /// Files at the top of a site that hosts and crawlers look for.
  private static let copied = ["CNAME", "robots.txt", ".nojekyll"]
  /// Folders whose files are copied.
  private static let copiedFolders = ["assets/", ".well-known/"]

  /// A page that the study or the site wrote in Markdown; its name is its file's.
  struct Text: Sendable {
    let name: String
    /// The file, for errors.
    let file: String
    let text: String
  }

  /// Reads and checks all of it.
  ///
  /// - Throws: `SiteError` for a template, setting or file that cannot be used.
  init(study: Study) throws {
    let folder = { (name: String) in study.folder.appending(path: name, directoryHint: .isDirectory) }
    templates = try TemplateLibrary(
      files: try SiteFolder("templates", replacedBy: folder(Self.folders.templates)), pages: PageKind.shapes)
    let site = try SiteFolder("Site", replacedBy: folder(Self.folders.site))
    settings = try SiteSettings(try site.file("site.yml"))
    methods = MarkdownDocument(try site.file("pages/methods.md").markdown())
    texts = try site.paths.compactMap { path in
      guard path.hasPrefix("pages/"), path.hasSuffix(".md"), path != "pages/methods.md" else { return nil }
      let name = String(path.dropFirst("pages/".count).dropLast(".md".count))
      let file = try site.file(path)
      guard Self.isPageName(name), !PageKind.takenNames.contains(name) else {
        throw SiteError.source(
          file: file.place,
          problem:
            "a page cannot be called “\(name)”; use a to z, 0 to 9 and hyphens, and no name that the site has "
            + "already (\(PageKind.takenNames.sorted().joined(separator: ", ")))")
      }
      return Text(name: name, file: file.place, text: try file.markdown())
    }
    self.site = site
    try checkNames()
    try Self.checkDescription(of: study)
  }

  /// The description of a study is Markdown, too.
  private static func checkDescription(of study: Study) throws {
    do throws(MarkdownLimits.Problem) {
      try MarkdownLimits.check(study.description ?? "")
    } catch {
      throw SiteError.source(
        file: study.file.path, problem: "in line \(error.line) of the `description`, \(error.text)")
    }
  }

  /// A file that nothing reads is a name mistaken.
  private func checkNames() throws {
    let known = EmbeddedFile.folder("Site").keys + Self.copied + [Self.ownStyle]
    for path in site.paths where !known.contains(path) && !isPage(path) && !isCopied(path) {
      let nearest = NearestWord.to(path, among: known.sorted()).map { " Did you mean `\($0)`?" } ?? ""
      throw SiteError.source(
        file: try site.file(path).place,
        problem: "nothing of the site is made from it.\(nearest) A study's folder `site` holds `site.yml`, "
          + "`pages/NAME.md` and files to copy: `assets/…`, `.well-known/…`, "
          + WordList.and(Self.copied.map { "`\($0)`" }))
    }
  }

  private func isPage(_ path: String) -> Bool { path.hasPrefix("pages/") && path.hasSuffix(".md") }

  private func isCopied(_ path: String) -> Bool {
    Self.copied.contains(path) || Self.copiedFolders.contains { path.hasPrefix($0) }
  }

  /// The files of `study` that its site is made from, by path and content, in a fixed order.
  ///
  /// - Throws: `SiteError.source` for one that cannot be read.
  static func ownFiles(of study: Study) throws -> [(path: String, hash: ContentHash)] {
    try [folders.templates, folders.site].flatMap { name in
      try SiteFolder.files(in: study.folder.appending(path: name, directoryHint: .isDirectory))
        .sorted { $0.key < $1.key }.map { ("\(name)/\($0.key)", ContentHash(of: $0.value.bytes)) }
    }
  }

  /// Whether the study adds a style sheet of its own.
  var hasOwnStyle: Bool { site.paths.contains(Self.ownStyle) }

  /// Styles, scripts, fonts and what else is copied, by their path in the built site.
  func copies() throws -> [(String, SiteFile)] {
    try site.paths.filter(isCopied).map { ($0, try site.file($0)) }
  }

  private static func isPageName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "-")
      }
  }
}
