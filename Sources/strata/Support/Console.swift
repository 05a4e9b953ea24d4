import Foundation
import Logging
import Runs
import Studies
import Support
import Synchronization

/// Standard error as people read it: messages, and a progress line that is redrawn on a terminal and
/// written anew now and then elsewhere, as in a log file.
final class Console: Sendable {
  static let shared = Console(isTerminal: isatty(STDERR_FILENO) == 1)

  private struct State {
    var progressIsShown = false
    var lastTime: ContinuousClock.Instant?
    var lastProgress: RunProgress?
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
    let text = Self.printable(text)
    state.withLock { state in
      put((state.progressIsShown ? "\r\u{1B}[K" : "") + text + "\n")
      state.progressIsShown = false
    }
  }

  /// Shows `progress`; often enough for people, whoever calls it however often. A terminal shows what fits on one line; elsewhere
  /// lines are whole, and as sparse as a log of days wants them.
  func show(_ progress: RunProgress) {
    state.withLock { state in
      let now = ContinuousClock.now
      let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(30)
      let isLast = progress.samplesDone == progress.samplesTotal
      if let last = state.lastTime, now - last < pause, !isLast { return }
      // The end is told once, although the clock goes on.
      if isLast, state.lastProgress?.samplesDone == progress.samplesDone { return }
      state.lastTime = now
      state.lastProgress = progress
      state.progressIsShown = isTerminal
      // A line as wide as the terminal would wrap, and could not be redrawn.
      put(
        isTerminal
          ? "\r\u{1B}[K" + Self.printable(progress.line(columns: columns - 1))
          : Self.printable(progress.line) + "\n")
    }
  }

  /// Ends the progress line, so that what follows stands on a line of its own.
  func endProgress() {
    state.withLock { state in
      if state.progressIsShown { put("\n") }
      state.progressIsShown = false
    }
  }

  /// Columns of the terminal now, which may have been resized; those that `COLUMNS` names where it does not know.
  private var columns: Int {
    var size = winsize()
    if ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 { return Int(size.ws_col) }
    let named = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) } ?? 80
    return named > 1 ? named : 80
  }

  /// `text` without the control characters, line feeds aside, that would move the cursor.
  private static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control && $0 != "\n" ? "\u{FFFD}" : $0 })
    )
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
