import Foundation
import Plotting
import Support

/// A site of pages in Markdown alone: Strata's own documentation, in the templates and styles of its reports.
///
/// `index.md` is the first page; the others follow in the order in which it links to them, as `NAME.md`. Links between pages read
/// the same in the files and become links between pages of the site.
package struct DocumentationSite {
  private let pages: [Source]
  private let program: String

  /// A page before it is set.
  private struct Source {
    let name: String
    let document: MarkdownDocument

    var path: String { "\(name).html" }
    var title: String { document.title ?? name }
    var link: PageLink { PageLink(title: title, path: path) }
  }

  /// Reads the pages of `folder`.
  ///
  /// - Parameters:
  ///   - folder: the folder with `index.md`.
  ///   - program: name and version of the program.
  ///   - made: pages that a program wrote, by name: they take the place of those of the folder.
  /// - Throws: `SiteError.source` for a page that is linked and not there, or there and not linked, and for one without a title.
  package init(folder: URL, program: String, made: [String: String] = [:]) throws {
    var texts: [String: String] = [:]
    for (path, file) in try SiteFolder.files(in: folder) where path.hasSuffix(".md") && !path.contains("/") {
      texts[String(path.dropLast(3))] = try file.text()
    }
    texts.merge(made) { _, made in made }
    guard let first = texts["index"] else {
      throw SiteError.source(file: folder.path, problem: "it has no page `index.md`")
    }
    let names = ["index"] + Self.linked(first).filter { $0 != "index" }
    for name in Set(names).symmetricDifference(texts.keys).sorted() {
      throw SiteError.source(
        file: folder.appending(path: "\(name).md").path,
        problem: texts[name] == nil
          ? "`index.md` links to it, and it is not there" : "`index.md` does not link to it")
    }
    self.program = program
    pages = try names.map { name in
      let document = MarkdownDocument(Self.sitePaths(texts[name] ?? ""))
      guard document.title != nil else {
        throw SiteError.source(
          file: folder.appending(path: "\(name).md").path, problem: "it begins with no heading `# …`")
      }
      return Source(name: name, document: document)
    }
  }

  /// Builds the site aside, checks it, and puts it in the place of `folder`.
  ///
  /// - Returns: how many pages it has.
  /// - Throws: `SiteError`; the old site is then untouched.
  package func build(into folder: URL) throws -> Int {
    let output = try OutputFolder(folder)
    do {
      try write(to: output)
      let problems = try SiteCheck(root: output.root, basePath: nil).contentProblems()
      guard problems.isEmpty else { throw SiteError.site(problems) }
      try output.commit()
      return pages.count
    } catch {
      output.discard()
      throw error
    }
  }

  private func write(to output: OutputFolder) throws {
    let files = SiteFiles(output)
    let templates = try TemplateLibrary(
      files: try SiteFolder("templates", replacedBy: nil), pages: PageKind.shapes)
    for page in pages {
      let model = TextPage(
        frame: frame(of: page), blocks: [Narrative.Block(body: page.document.body, figure: nil)])
      try files.write(Array(templates.render(model, with: PageKind.text.template).utf8), to: page.path)
    }
    let site = try SiteFolder("Site", replacedBy: nil)
    for path in site.paths where path.hasPrefix("assets/") {
      try files.write(try site.file(path).bytes, to: path)
    }
    try files.write(Array(OutputFormat.pageStyle.utf8), to: RenderedFigure.style)
    try output.write(
      Array(Manifest.text(program: program, files: files.written).utf8), to: Manifest.path)
  }

  private func frame(of page: Source) -> Frame {
    let title = pages[0].title
    return Frame(
      language: "en", site: title, title: page.title,
      windowTitle: page.title == title ? title : "\(page.title) – \(title)", summary: "\(page.title).",
      root: "",
      navigation: pages.dropFirst().map {
        NavigationItem(label: $0.title, path: $0.path, current: $0.name == page.name ? "page" : nil)
      },
      contents: page.document.sections, hasOwnStyle: false, address: nil, image: nil, feed: nil,
      citation: nil, neighbours: Neighbours(of: page.path, among: [pages.map(\.link)]),
      footer: Footer(program: program, prompting: nil, license: nil, repository: nil))
  }

  /// The pages that a text links to, each once, in order.
  private static func linked(_ text: String) -> [String] {
    var names: [String] = []
    for match in text.matches(of: /\]\(([a-z0-9-]+)\.md(?:#[^)]*)?\)/)
    where !names.contains(String(match.output.1)) {
      names.append(String(match.output.1))
    }
    return names
  }

  /// The text with links to `NAME.md` leading to `NAME.html`.
  private static func sitePaths(_ text: String) -> String {
    text.replacing(/\]\(([a-z0-9-]+)\.md(#[^)]*)?\)/) { "](\($0.output.1).html\($0.output.2 ?? ""))" }
  }
}
