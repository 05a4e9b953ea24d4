/// Reason why a chat template cannot be read or has no result, with the line of the template where it arose.
package struct TemplateError: Error, Equatable, CustomStringConvertible {
  /// The kinds of reasons.
  package enum Problem: Sendable, Equatable {
    /// Text that is not of the template language.
    case syntax(String)
    /// A part of the language that is not understood here.
    case unsupported(String)
    /// The template itself refuses these messages.
    case raised(String)
    /// An operation on values that it is not made for: an error under Jinja too.
    case evaluation(String)
    /// More work or memory than a template may take.
    case limit(String)
  }

  package let problem: Problem
  /// The line, from 1; nil until whoever runs the template adds it.
  package var line: Int?

  static func syntax(_ what: String, line: Int) -> TemplateError {
    TemplateError(problem: .syntax(what), line: line)
  }

  static func unsupported(_ what: String, line: Int? = nil) -> TemplateError {
    TemplateError(problem: .unsupported(what), line: line)
  }

  static func evaluation(_ what: String) -> TemplateError { TemplateError(problem: .evaluation(what)) }

  static func limit(_ what: String, line: Int? = nil) -> TemplateError {
    TemplateError(problem: .limit(what), line: line)
  }

  package var description: String {
    let what =
      switch problem {
      case .syntax(let what): what
      case .unsupported(let what): "\(what) is not understood"
      case .raised(let message): "it refuses the messages: \(message)"
      case .evaluation(let what): what
      case .limit(let what): "it asks for \(what)"
      }
    return line.map { "line \($0): \(what)" } ?? what
  }

  /// The same error, at a line if it has none.
  func at(_ line: Int) -> TemplateError { TemplateError(problem: problem, line: self.line ?? line) }
}
