import ArgumentParser
import Dispatch
import Foundation
import Logging
import Runs
import Studies
import Synchronization

/// Parts that `run` and `compute` share: the options of a computation, its progress and its end.
struct RunReporting: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Threads that compute (default: all cores). Results do not depend on it.", valueName: "n"))
  var threads: Int?

  @Flag(help: "Exit with 3 when samples were skipped.")
  var strict = false

  @Flag(help: "Print errors and warnings only.")
  var quiet = false

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be 1 to 1024, not \(threads).")
    }
  }

  /// Prints a comparison, which is all that was asked for.
  func show(_ comparison: PromptingComparison) throws {
    try Console.result(json ? comparison.json : comparison.text)
  }

  /// Runs `body` with its options, a question whether to stop and a sink for its progress; prints the
  /// result.
  ///
  /// - Throws: what `body` throws, or the exit code when samples were skipped or the user stopped it.
  func perform(
    _ body: (RunOptions, @escaping @Sendable () -> Bool, (RunProgress) -> Void) throws -> RunSummary
  ) throws {
    let log = ConsoleLog.logger(quiet: quiet)
    let interruption = Interruption {
      log.warning("stopping; what is finished is kept (press Ctrl-C again to stop at once)")
    }
    let options = threads.map { RunOptions(threads: $0) } ?? RunOptions()
    let summary = try body(options, { interruption.number != nil }) { progress in
      if !quiet { Console.shared.show(progress) }
    }
    Console.shared.endProgress()
    if json { try Console.result(summary.json) } else if !quiet { try Console.result(summary.text) }
    if summary.hasOnlySkipped {
      log.warning(
        "every sample was skipped, so there is no gradient to show: see the reasons, the data and the settings"
      )
    }
    if summary.wasCancelled, let number = interruption.number {
      throw ExitStatus.interrupted(by: number)
    }
    if strict, summary.skippedCount > 0 { throw ExitStatus.skipped }
  }
}

/// Turns Ctrl-C and SIGTERM into a wish to stop, so that the work ends between two layers with everything
/// finished stored. A Ctrl-C after that ends the process at once; even that loses only the batch in flight. A SIGTERM
/// after that changes nothing: schedulers send several, and SIGKILL when they mean it.
final class Interruption: Sendable {
  /// The signal that asked to stop, or 0.
  private let signal = Atomic<Int32>(0)

  /// Starts to watch for signals; `note` is called when the first one comes.
  init(note: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM] {
      Foundation.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      // The source lives as long as its handler, which holds it; the process ends first.
      source.setEventHandler { [self] in
        _ = source
        if signal.exchange(number, ordering: .relaxed) == 0 { return note() }
        if number == SIGINT { _exit(128 + number) }
      }
      source.resume()
    }
  }

  /// The signal that asked to stop, if one came.
  var number: Int32? {
    let number = signal.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}

/// The machine's clock that only goes forward.
enum Clock {
  /// Seconds since the program began to look at the clock.
  static let seconds: @Sendable () -> Double = {
    let start = ContinuousClock.now
    return { (ContinuousClock.now - start) / .seconds(1) }
  }()
}
