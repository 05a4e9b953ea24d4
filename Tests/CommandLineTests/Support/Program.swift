import Foundation
import TestSupport

/// The built `strata` program, run as a user runs it.
struct Program {
  /// What a finished run left.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  /// A run that has not ended yet.
  final class Running {
    private let process: Process
    private let folder: TemporaryFolder

    fileprivate init(_ process: Process, folder: TemporaryFolder) {
      self.process = process
      self.folder = folder
    }

    var isRunning: Bool { process.isRunning }

    /// What was written to standard output so far.
    var output: String { (try? String(contentsOf: folder.file("output"), encoding: .utf8)) ?? "" }

    /// What was written to standard error so far.
    var errors: String { (try? String(contentsOf: folder.file("errors"), encoding: .utf8)) ?? "" }

    func send(_ signal: Int32) {
      kill(process.processIdentifier, signal)
    }

    /// Waits for the end; a run that a signal killed has 128 and its number as status, as in a shell.
    func wait() throws -> Outcome {
      process.waitUntilExit()
      let wasKilled = process.terminationReason == .uncaughtSignal
      return Outcome(
        status: process.terminationStatus + (wasKilled ? 128 : 0),
        output: try String(contentsOf: folder.file("output"), encoding: .utf8),
        errors: try String(contentsOf: folder.file("errors"), encoding: .utf8))
    }
  }

  /// The program lies beside the bundle of tests.
  static let file = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "strata")

  /// Starts the program, or another `executable`, in `folder`, with `input` as its standard input, and with `errors` as its
  /// standard error, such as a terminal, in place of a file.
  static func start(
    _ arguments: [String], executable: URL = file, environment: [String: String] = ["COLUMNS": "80"],
    in folder: URL? = nil, input: Data = Data(), errors: FileHandle? = nil
  ) throws -> Running {
    let streams = try TemporaryFolder()
    try streams.write(input, to: "input")
    for name in ["output", "errors"] { try streams.write("", to: name) }
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = folder
    process.standardInput = try FileHandle(forReadingFrom: streams.file("input"))
    process.standardOutput = try FileHandle(forWritingTo: streams.file("output"))
    process.standardError = try errors ?? FileHandle(forWritingTo: streams.file("errors"))
    try process.run()
    return Running(process, folder: streams)
  }

  /// Runs the program to its end.
  static func run(_ arguments: String..., in folder: URL? = nil, input: Data = Data()) throws -> Outcome {
    try start(arguments, in: folder, input: input).wait()
  }
}
