import Studies
import Support

/// One template file, read and ready to be checked.
struct Template: Sendable {
  /// What other templates call it: the path inside the templates folder without `.mustache`.
  let name: String
  /// Where it was read, for error messages.
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
