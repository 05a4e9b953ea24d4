import Mustache
import Support

/// What is wrong with a study's own chat template: the end of a sentence that begins with the template.
package enum PromptTemplateProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// It is longer than this many bytes.
  case tooLong(limit: Int)
  /// It is not Mustache; the line counts from 1.
  case notMustache(line: Int, reason: String)
  /// It has a tag for another template.
  case includesOthers
  /// It names a variable that there is not.
  case unknownName(String)
  /// The question does not come out.
  case noQuestion

  /// An error of the Mustache library.
  init(_ error: any Error) {
    let parsing = error as? MustacheTemplate.ParserError
    let reason = (parsing?.error as? MustacheTemplate.Error).map(Self.reason) ?? "a tag is not closed"
    // The library's template has a line more at its start.
    self = .notMustache(line: max(1, (parsing?.context.lineNumber ?? 2) - 1), reason: reason)
  }

  /// As it follows the name of the template.
  package var description: String {
    switch self {
    case .tooLong(let limit): "is longer than the \(limit) bytes that a chat template may have"
    case .notMustache(let line, let reason): "is not Mustache: line \(line): \(reason)"
    case .includesOthers: "includes other templates; it must be whole"
    case .unknownName(let name):
      "has no value for \(Quoted.text(name)); the variables are `system` and `user`"
    case .noQuestion: "does not put in the question: write {{user}} where it belongs"
    }
  }

  private static func reason(_ error: MustacheTemplate.Error) -> String {
    switch error {
    case .sectionCloseNameIncorrect: "a section is closed by another name"
    case .expectedSectionEnd: "a section is not closed"
    case .unfinishedName: "a tag is not closed"
    default: "a tag is malformed"
    }
  }
}
