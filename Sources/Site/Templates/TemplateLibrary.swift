import Foundation
import Mustache
import Studies
import Support

/// The templates of a site: the default ones, each of which a study may replace by its own.
struct TemplateLibrary: Sendable {
  private let library: MustacheLibrary

  /// Reads and checks all templates.
  ///
  /// - Parameters:
  ///   - files: the templates by path inside the folder, study before default.
  ///   - pages: the page templates with the shape of their models.
  /// - Throws: `SiteError.template` for a malformed tag, a name that no model has, a template that nothing
  ///   uses; `SiteError.source` for a file that is no template.
  init(files: SiteFolder, pages: [String: [String: Shape]]) throws {
    var templates: [String: Template] = [:]
    for path in files.paths {
      guard path.hasSuffix(Self.ending) else { throw try Self.stray(files.file(path), path, among: files) }
      let name = String(path.dropLast(Self.ending.count))
      let file = try files.file(path)
      templates[name] = try Template(name: name, file: file.place, text: try file.text())
    }
    var checker = TemplateChecker(templates: templates)
    for (name, fields) in pages.sorted(by: { $0.key < $1.key }) {
      try checker.check(page: name, fields: fields)
    }
    for (name, template) in templates.sorted(by: { $0.key < $1.key }) where !checker.used.contains(name) {
      throw template.unknown("template", name, among: Array(checker.used), line: 1)
    }
    library = try MustacheLibrary(templates: templates.mapValues { try Self.engineTemplate($0) })
  }

  private static let ending = ".mustache"

  /// The error that the file at `path` is no template.
  private static func stray(_ file: SiteFile, _ path: String, among files: SiteFolder) -> SiteError {
    let stem = { (path: String) in (path as NSString).deletingPathExtension }
    let known = files.paths.filter { $0.hasSuffix(ending) }.map(stem)
    let nearest = NearestWord.to(stem(path), among: known).map { " Did you mean `\($0)\(ending)`?" } ?? ""
    return SiteError.source(
      file: file.place,
      problem:
        "it is no template: names of templates end in `\(ending)`.\(nearest) Texts and files to copy belong into the "
        + "study's folder `site`")
  }

  private static func engineTemplate(_ template: Template) throws -> MustacheTemplate {
    do {
      return try MustacheTemplate(string: template.engineText)
    } catch let error as MustacheTemplate.ParserError {
      throw template.error(line: error.context.lineNumber, "the template engine refuses it: \(error.error)")
    }
  }

  /// Fills the template `name`, which must be one of the pages, with `model`.
  func render(_ model: any PageModel, with name: String) -> String {
    guard let text = library.render(model.values, withTemplate: name) else {
      preconditionFailure("the library was checked to hold every page")
    }
    return text
  }
}

/// One template file, read and ready to be checked.
struct Template: Sendable {
  /// Name that other templates use: the path inside the templates folder without `.mustache`.
  let name: String
  /// File that it was read from, for error messages.
  let file: String
  let nodes: [TemplateNode]
  /// The text as the engine takes it.
  let engineText: String

  /// - Throws: `SiteError.template` when a tag is malformed.
  init(name: String, file: String, text: String) throws {
    self.name = name
    self.file = file
    do {
      let parsed = try TemplateParser(text)
      nodes = parsed.nodes
      engineText = parsed.engineText
    } catch let problem as TemplateParser.Problem {
      throw SiteError.template(file: file, line: problem.line, problem: problem.text)
    }
  }

  func error(line: Int, _ problem: String) -> SiteError {
    .template(file: file, line: line, problem: problem)
  }

  /// `word` stands where one of `known` was expected.
  func unknown(_ kind: String, _ word: String, among known: [String], line: Int) -> SiteError {
    let nearest = NearestWord.to(word, among: Set(known).sorted())
    let mend = nearest.map { "did you mean `\($0)`?" } ?? "known here: \(Self.listed(known))"
    return error(line: line, "unknown \(kind) `\(word)`; \(mend)")
  }

  private static func listed(_ names: [String]) -> String {
    Set(names).sorted().map { "`\($0)`" }.joined(separator: ", ")
  }
}
