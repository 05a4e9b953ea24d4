/// One mistake in a study file.
public struct StudyProblem: Sendable, Equatable, CustomStringConvertible {
  /// Line of the file, from 1.
  public let line: Int
  /// What is wrong, what was expected and how to mend it.
  public let message: String

  /// Makes a mistake found at `line`.
  public init(line: Int, message: String) {
    self.line = line
    self.message = message
  }

  /// `line 12: unknown key ...`
  public var description: String { "line \(line): \(message)" }
}
