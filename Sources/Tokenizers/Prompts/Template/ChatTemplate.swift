/// A chat template: the part of Jinja that such templates use, run as the reference runs it.
///
/// There is no clock in it: `strftime_now` gives a fixed day.
struct ChatTemplate {
  private let nodes: [TemplateNode]

  /// Reads a template; throws ``TemplateError`` for what it does not understand.
  init(_ template: String) throws {
    nodes = try TemplateParser.nodes(of: template)
  }

  /// The text that the template makes with these variables.
  func render(_ variables: [String: TemplateValue]) throws -> String {
    var run = TemplateRun(variables)
    try run.write(nodes)
    return run.output
  }
}
