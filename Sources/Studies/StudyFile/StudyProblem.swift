/// One mistake in a study file.
package struct StudyProblem: Sendable, Equatable, CustomStringConvertible {
  /// Line of the file, from 1.
  package let line: Int
  /// What is wrong, what was expected and how to mend it.
  package let message: String

  /// Makes a mistake found at `line`.
  package init(line: Int, message: String) {
    self.line = line
    self.message = message
  }

  /// `line 12: unknown key ...`
  package var description: String { "line \(line): \(message)" }
}
