import Foundation
import Logging
import Runs
import Studies
import Support
import Synchronization

/// Standard error as people read it: messages, and a progress line that is redrawn on a terminal and
/// written anew every few seconds elsewhere.
final class Console: Sendable {
  static let shared = Console(isTerminal: isatty(STDERR_FILENO) == 1)

  private struct State {
    var progressIsShown = false
    var lastProgress: ContinuousClock.Instant?
  }

  private let isTerminal: Bool
  private let state = Mutex(State())

  init(isTerminal: Bool) {
    self.isTerminal = isTerminal
  }

  /// Prints a result to standard output.
  ///
  /// - Throws: `FileError.output` when it cannot be written.
  static func result(_ text: String) throws {
    try result(bytes: Data((text + "\n").utf8))
  }

  /// Prints bytes to standard output as they are.
  static func result(bytes: Data) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: bytes)
    } catch {
      throw FileError.output("standard output", OutputProblem(error))
    }
  }

  /// Writes `text` on lines of its own. Of control characters, which files of strangers may hold, only line feeds
  /// reach the terminal.
  func write(_ text: String) {
    let text = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control && $0 != "\n" ? "\u{FFFD}" : $0 })
    )
    state.withLock { state in
      put((state.progressIsShown ? "\r\u{1B}[K" : "") + text + "\n")
      state.progressIsShown = false
    }
  }

  /// Shows `progress`; often enough for people, whoever calls it however often.
  func show(_ progress: RunProgress) {
    state.withLock { state in
      let now = ContinuousClock.now
      let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
      let isLast = progress.samplesDone == progress.samplesTotal
      if let last = state.lastProgress, now - last < pause, !isLast { return }
      state.lastProgress = now
      state.progressIsShown = isTerminal
      put(isTerminal ? "\r\u{1B}[K" + String(progress.line.prefix(columns - 1)) : progress.line + "\n")
    }
  }

  /// Ends the progress line, so that what follows stands on a line of its own.
  func endProgress() {
    state.withLock { state in
      if state.progressIsShown { put("\n") }
      state.progressIsShown = false
    }
  }

  private var columns: Int {
    var size = winsize()
    let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1
    return isKnown ? Int(size.ws_col) : 80
  }

  private func put(_ text: String) {
    // Where nobody can be told, there is nobody to tell.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}

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
