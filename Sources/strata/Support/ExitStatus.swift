import ArgumentParser

/// The exit codes of the command line (design, section 6).
enum ExitStatus {
  /// Done.
  static let done = ExitCode(0)
  /// The work failed.
  static let failed = ExitCode(1)
  /// Wrong usage.
  static let wrongUsage = ExitCode(2)
  /// Done, but samples were skipped and `--strict` was given.
  static let skipped = ExitCode(3)

  /// Ended by a signal, as shells count it: 130 for Ctrl-C.
  static func interrupted(by signal: Int32) -> ExitCode { ExitCode(128 + signal) }
}
