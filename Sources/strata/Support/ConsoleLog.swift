import Logging

/// Sends log messages to the console: notes as they are, warnings and errors marked as such.
struct ConsoleLog: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let mark = event.level >= .warning ? "\(event.level): " : ""
    Console.shared.write("\(mark)\(event.message)")
  }

  /// The log of a command: warnings only when it is `quiet`.
  static func logger(quiet: Bool) -> Logger {
    Logger(label: "strata") { _ in ConsoleLog(logLevel: quiet ? .warning : .info) }
  }
}
