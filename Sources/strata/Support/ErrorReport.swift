import ArgumentParser
import Figures
import Papers
import Plotting

/// Message that the user gets of an error, and the exit code: the one place that maps errors to either.
struct ErrorReport {
  /// Nil where there is nothing to say.
  let message: String?
  let status: ExitCode
  /// Help and the version are results, not errors.
  let isResult: Bool

  init(_ error: any Error) {
    switch error {
    case let status as ExitCode:
      self.init(message: nil, status: status)
    case is CleanExit:
      self.init(message: Strata.fullMessage(for: error), status: ExitStatus.done, isResult: true)
    case _ where Strata.exitCode(for: error) == .validationFailure:
      self.init(message: Strata.fullMessage(for: error), status: ExitStatus.wrongUsage)
    case _ where Strata.exitCode(for: error) == .success:
      self.init(message: Strata.fullMessage(for: error), status: ExitStatus.done, isResult: true)
    default:
      self.init(
        message: "Error: \(error)",
        status: Self.isWrongUsage(error) ? ExitStatus.wrongUsage : ExitStatus.failed)
    }
  }

  /// Names and options that only the modules can judge.
  private static func isWrongUsage(_ error: any Error) -> Bool {
    switch error {
    case let error as FigureError: error.isWrongUsage
    case let error as PaperError: error.isWrongUsage
    case is OptionError: true
    case PlotError.size: true
    default: false
    }
  }

  private init(message: String?, status: ExitCode, isResult: Bool = false) {
    self.message = message
    self.status = status
    self.isResult = isResult
  }

  func exit() -> Never {
    guard let message, !message.isEmpty else { Strata.exit(withError: status) }
    do {
      if isResult { try Console.result(message) } else { Console.shared.write(message) }
    } catch {
      ErrorReport(error).exit()
    }
    Strata.exit(withError: status)
  }
}

/// The exit codes of the command line.
enum ExitStatus {
  /// Done.
  static let done = ExitCode(0)
  /// The work failed.
  static let failed = ExitCode(1)
  /// Wrong usage.
  static let wrongUsage = ExitCode(2)
  /// Done, but samples were skipped and `--strict` was given.
  static let skipped = ExitCode(3)

  /// Two states of a study differ by what `--fail-on` names.
  static let differs = ExitCode(4)

  /// Ended by a signal, as shells count it: 130 for Ctrl-C.
  static func interrupted(by signal: Int32) -> ExitCode { ExitCode(128 + signal) }
}
