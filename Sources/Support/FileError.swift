/// What can be wrong with a file that a user gives or asks for.
package enum FileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A file that people write has these mistakes, by line.
  case problems(file: String, [ProblemList.Entry])
  /// A file cannot be read.
  case unreadable(String, FileProblem)
  /// An output file cannot be written.
  case output(String, OutputProblem)

  /// One paragraph: the file, what is wrong and the mend.
  package var description: String {
    switch self {
    case .problems(let file, let problems): Self.text(of: problems, file: file)
    case .unreadable(let file, let problem): Self.text(of: problem, file: file)
    case .output(let file, let problem): Self.text(of: problem, file: file)
    }
  }

  private static func text(of problems: [ProblemList.Entry], file: String) -> String {
    guard problems.count > 1 else {
      return Sentence.closed("\(file), \(problems.first?.description ?? "nothing to say")")
    }
    return "\(file) has \(problems.count) mistakes:\n"
      + problems.map { "  \($0.description)" }.joined(separator: "\n")
  }

  private static func text(of problem: FileProblem, file: String) -> String {
    switch problem {
    case .missing: "There is no file or folder \(file). Check the path."
    case .notRegular: "\(file) is not a regular file."
    case .tooLong(let limit): "\(file) is longer than the \(limit) bytes that such a file may have."
    case .notUTF8: "\(file) is not UTF-8 text. Save it as UTF-8."
    case .refused(let reason): Sentence.closed("\(file) cannot be read: \(reason)")
    }
  }

  private static func text(of problem: OutputProblem, file: String) -> String {
    switch problem {
    case .notRegular: "\(file) is not a regular file, so results cannot be added to it. Give another output."
    case .locked: "\(file) is locked: another process is writing to it. Give another output, or wait for it."
    case .full: "The disk is full: \(file) cannot be written. Make room and run the same command again."
    case .refused(let reason): Sentence.closed("\(file) cannot be written: \(reason)")
    }
  }
}
