import Support

/// Reasons why a figure or a table cannot be written for a paper.
package enum PaperError: Error, Sendable, CustomStringConvertible {
  /// A table was asked for that there is not.
  case table(name: String, problem: String)
  /// The lines for LaTeX in `file` cannot name a picture with this sign in it.
  case texName(file: String, sign: Unicode.Scalar)

  /// One paragraph: the place, what is wrong and the mend.
  package var description: String {
    switch self {
    case .table(let name, let problem): Sentence.closed("The table `\(name)` cannot be made: \(problem)")
    case .texName(let file, let sign):
      "\(file): LaTeX cannot include a picture with \(Self.words(sign)) in its name. Give the output another name."
    }
  }

  /// Whether the error is in the words of the command, rather than in a study or a file.
  package var isWrongUsage: Bool {
    if case .texName = self { true } else { false }
  }

  /// A sign that cannot stand in the name of a picture.
  private static func words(_ sign: Unicode.Scalar) -> String {
    switch sign {
    case " ": "a space at the start or the end"
    case _ where sign.properties.generalCategory == .control: "a control character"
    default: "“\(sign)”"
    }
  }
}
