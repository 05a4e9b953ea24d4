import Foundation

/// A problem with a file that a user gives or asks for.
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

  /// Mistakes of a file that are told at once.
  private static let mostProblems = 50

  private static func text(of problems: [ProblemList.Entry], file: String) -> String {
    guard problems.count > 1 else {
      return Sentence.closed("\(file), \(problems.first?.description ?? "nothing to say")")
    }
    let more = problems.count > mostProblems ? ["  and \(problems.count - mostProblems) more"] : []
    return "\(file) has \(problems.count) mistakes:\n"
      + (problems.prefix(mostProblems).map { "  \($0.description)" } + more).joined(separator: "\n")
  }

  private static func text(of problem: FileProblem, file: String) -> String {
    switch problem {
    case .missing: "There is no file or folder \(file). Check the path."
    case .notRegular: "\(file) is not a regular file."
    case .tooLong(let limit): "\(file) is longer than the \(limit) bytes that such a file may have."
    case .packed(let problem): "\(file) \(problem.description)."
    case .notUTF8: "\(file) is not UTF-8 text. Save it as UTF-8."
    case .refused(let reason): Sentence.closed("\(file) cannot be read: \(reason)")
    }
  }

  private static func text(of problem: OutputProblem, file: String) -> String {
    switch problem {
    case .notRegular: "\(file) is not a regular file, so results cannot be added to it. Give another output."
    case .database: "\(file) is a database of SQLite, which no output replaces. Give another file."
    case .locked: "\(file) is locked: another process is writing to it. Give another output, or wait for it."
    case .full: "The disk is full: \(file) cannot be written. Make room and run the same command again."
    case .refused(let reason): Sentence.closed("\(file) cannot be written: \(reason)")
    }
  }
}

/// Reason why a file cannot be read.
package enum FileProblem: Sendable, Equatable {
  /// Nothing lies at the path.
  case missing
  /// A folder, a device or a pipe lies at the path.
  case notRegular
  /// The file is longer than the `limit`, in bytes.
  case tooLong(limit: Int)
  /// The file is packed and cannot be unpacked.
  case packed(CompressionProblem)
  /// The bytes are not UTF-8 text.
  case notUTF8
  /// The system refused, in its own words.
  case refused(String)
}

/// Reason why an output file cannot be written.
package enum OutputProblem: Sendable, Equatable {
  /// A folder, a device or a pipe lies at the path.
  case notRegular
  /// A database lies at the path: a store, which nothing is worth losing for.
  case database
  /// Another process is writing to the file.
  case locked
  /// The disk is full.
  case full
  /// The system refused, in its own words.
  case refused(String)

  /// Reads the reason off an error that writing threw.
  package init(_ error: any Error) {
    let code = SystemMessage.code(of: error)
    self = code.map { Self(code: $0) } ?? .refused(SystemMessage.text(of: error))
  }

  /// Reads the reason off an `errno`.
  package init(code: Int32) {
    self = [ENOSPC, EDQUOT, EFBIG].contains(code) ? .full : .refused(SystemMessage.text(of: code))
  }
}

/// The system's own words for what went wrong with a file, without Foundation's wrapping.
enum SystemMessage {
  /// The words for an error that reading or writing threw.
  static func text(of error: any Error) -> String {
    code(of: error).map { text(of: $0) } ?? cause(of: error).localizedDescription
  }

  /// The words for an `errno`.
  static func text(of code: Int32) -> String { String(cString: strerror(code)) }

  /// The `errno` behind an error; nil when there is none.
  static func code(of error: any Error) -> Int32? {
    let cause = cause(of: error)
    return cause.domain == NSPOSIXErrorDomain ? Int32(cause.code) : nil
  }

  private static func cause(of error: any Error) -> NSError {
    let error = error as NSError
    return error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
  }
}
