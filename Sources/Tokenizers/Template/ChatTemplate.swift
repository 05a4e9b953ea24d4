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

/// A part of a parsed template.
indirect enum TemplateNode {
  /// Text that is written as it is.
  case text(String)
  /// An expression whose value is written.
  case output(TemplateExpression)
  /// `{% if %}` with its `elif` branches, and what `else` holds.
  case condition([Branch], otherwise: [TemplateNode])
  /// `{% for names in list if filter %}`, and what `else` holds.
  case loop(Loop)
  /// `{% set name = value %}`; with two names an attribute of a namespace.
  case assignment([String], TemplateExpression)
  /// `{% set name %}...{% endset %}`.
  case capture(String, [TemplateNode])
  /// `{% break %}`.
  case leave
  /// `{% continue %}`.
  case next

  /// One branch of a condition.
  struct Branch {
    let condition: TemplateExpression
    let body: [TemplateNode]
  }

  /// The parts of a loop.
  struct Loop {
    let names: [String]
    let list: TemplateExpression
    let filter: TemplateExpression?
    let body: [TemplateNode]
    let otherwise: [TemplateNode]
  }
}

/// Reason why a chat template cannot be read or has no result.
enum TemplateError: Error, CustomStringConvertible {
  /// Text that is not of the template language.
  case syntax(String)
  /// A part of the language that is not understood here.
  case unsupported(String)
  /// The template itself refuses these messages.
  case raised(String)
  /// An operation on values that it is not made for.
  case evaluation(String)

  var description: String {
    switch self {
    case .syntax(let what): what
    case .unsupported(let what): "\(what) is not understood"
    case .raised(let message): "it refuses the messages: \(message)"
    case .evaluation(let what): what
    }
  }
}
