/// A chat template: Jinja as transformers runs it for `apply_chat_template`.
///
/// That is Jinja 3.1 in its immutable sandbox, with `trim_blocks`, `lstrip_blocks` and the loop controls, a plain `tojson`,
/// and `raise_exception`, `strftime_now` and `{% generation %}`. Whatever of it is not understood is refused by name and
/// line, where it is read or, if it is a filter, a test or a method, where it is run. There is no clock: `strftime_now`
/// gives a fixed day. ``TemplateBudget`` bounds what a stranger's template may take.
package struct ChatTemplate: @unchecked Sendable {
  // Sendable because a tree does not change once it is read; what changes in a rendering is made by it.
  private let body: [TemplateStatement]
  private let scope: ScopePlan
  private let function: FunctionLayout
  /// The variables that the template reads from outside, sorted; functions that are always there aside.
  package let variables: [String]

  /// Reads a template; throws ``TemplateError`` for what it does not understand.
  package init(_ template: String) throws {
    body = try StatementParser.statements(of: template)
    let resolved = try NameResolver.resolve(body)
    (scope, function) = (resolved.scope, resolved.function)
    variables = resolved.variables.subtracting(TemplateGlobals.names).sorted()
  }

  /// The text that the template makes with these variables alone; throws ``TemplateError``.
  package func render(_ variables: TemplateVariables) throws -> String {
    try render(Dictionary(variables.members.map { ($0.name, try TemplateValue($0.value)) }) { $1 })
  }

  /// The text that the template makes with these variables.
  func render(_ variables: [String: TemplateValue]) throws -> String {
    let run = TemplateRun(variables, function: function)
    defer { run.releaseNamespaces() }
    do {
      return try run.text { try run.inScope(scope) { _ = try run.write(body) } }
    } catch let error as TemplateError {
      throw error.at(run.line)
    }
  }
}
