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

  @Option(
    help: ArgumentHelp(
      """
      Memory that a batch may take beside the mapped weights, such as 8G or 500M (default: 60 % of what the machine or its \
      cgroup allows). Results do not depend on it.
      """,
      valueName: "size"))
  var memory: MemorySize?

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

  private var options: RunOptions {
    var options = RunOptions()
    if let threads { options.threads = threads }
    if let memory { options.memory = memory.bytes }
    return options
  }

  /// Prints a comparison, which is all that was asked for.
  func show(_ comparison: PromptingComparison) throws {
    try Console.result(json ? comparison.json : comparison.text)
  }

  /// Runs `body` with its options and with what follows it; prints the plan, its progress and the result.
  ///
  /// - Throws: what `body` throws, or the exit code when samples were skipped or the user stopped it.
  func perform(
    _ body: (RunOptions, RunFollower) throws -> RunSummary
  ) throws {
    try AddressSpace.check(threads: options.threads)
    let log = ConsoleLog.logger(quiet: quiet)
    let interruption = Interruption {
      log.warning(
        """
        stopping; what is finished is kept: run the same command again to go on (press Ctrl-C again to stop at once)
        """)
    }
    let warned = Mutex<[TruncationWarning]>([])
    let follower = RunFollower(
      isQuiet: quiet,
      announce: { plan in
        if !json { log.info("\(plan.text)") }
        for warning in plan.warnings { log.warning("\(warning)") }
        warned.withLock { $0 = plan.warnings }
      },
      isCancelled: { interruption.number != nil })
    let summary: RunSummary
    do {
      defer { follower.stop() }
      summary = try body(options, follower)
    }
    if json { try Console.result(summary.json) } else if !quiet { try Console.result(summary.text) }
    // What was said before the work is not said again.
    for warning in summary.truncation.warnings where !warned.withLock({ $0.contains(warning) }) {
      log.warning("\(warning)")
    }
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

extension MemorySize: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

/// Follows a run: tells of its plan, shows its progress every two seconds, also within a batch, and asks it to stop.
final class RunFollower: Sendable {
  /// Meter that the run counts with.
  let meter = ProgressMeter(now: Clock.seconds)
  /// Takes the plan of the run.
  let announce: @Sendable (WorkPlan) -> Void
  /// Whether the run should stop.
  let isCancelled: @Sendable () -> Bool
  /// Takes the progress between two batches.
  let report: @Sendable (RunProgress) -> Void

  private let stopping = DispatchSemaphore(value: 0)
  private let stopped = DispatchSemaphore(value: 0)

  init(
    isQuiet: Bool, announce: @escaping @Sendable (WorkPlan) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.announce = announce
    self.isCancelled = isCancelled
    report = { if !isQuiet { Console.shared.show($0) } }
    // A thread of its own: those of the dispatch queues are busy computing.
    Thread.detachNewThread { [meter, report, stopping, stopped] in
      while stopping.wait(timeout: .now() + 2) == .timedOut { meter.progress.map(report) }
      stopped.signal()
    }
  }

  /// Ends the progress line; must be called once.
  func stop() {
    stopping.signal()
    stopped.wait()
    Console.shared.endProgress()
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
