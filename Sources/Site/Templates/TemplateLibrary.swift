import Mustache

/// The templates of a site: the default ones, each of which a study may replace by its own.
struct TemplateLibrary: Sendable {
  private let library: MustacheLibrary

  /// Reads and checks all templates.
  ///
  /// - Parameters:
  ///   - files: the templates by path inside the folder, study before default.
  ///   - pages: the page templates with the shape of their models.
  /// - Throws: `SiteError.template` for a malformed tag, a name that no model has, a template that nothing
  ///   uses.
  init(files: SiteFolder, pages: [String: [String: Shape]]) throws {
    var templates: [String: Template] = [:]
    for path in files.paths where path.hasSuffix(Self.ending) {
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

  private static func engineTemplate(_ template: Template) throws -> MustacheTemplate {
    do {
      return try MustacheTemplate(string: template.engineText)
    } catch let error as MustacheTemplate.ParserError {
      throw template.error(line: error.context.lineNumber, "the template engine refuses it: \(error.error)")
    }
  }

  /// Fills the template `name`, which must be one of the pages, with `model`.
  func render<Model: PageModel>(_ model: Model, with name: String) -> String {
    guard let text = library.render(model.values, withTemplate: name) else {
      preconditionFailure("the library was checked to hold every page")
    }
    return text
  }
}
