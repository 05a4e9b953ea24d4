import Foundation
import Support
import Testing

/// Kills the program at random moments, the same ones for the same seed and speed.
struct Killing {
  /// Kills of every command: few in a run of all tests, more as `make test-crash TIMES=50` asks for.
  static let times = ProcessInfo.processInfo.environment["STRATA_CRASH_TIMES"].flatMap { Int($0) } ?? 3

  /// Whether that is asked for, which takes its time.
  static let isLong = ProcessInfo.processInfo.environment["STRATA_CRASH_TIMES"] != nil

  private var generator: SplitMix64
  /// Runs that a signal ended.
  private(set) var kills = 0

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// Starts the program and kills it within `microseconds`.
  ///
  /// - Returns: whether it came to its end before.
  mutating func start(_ arguments: [String], in folder: URL, within microseconds: Int) throws -> Bool {
    let running = try Program.start(arguments, in: folder)
    let end = Date.now.addingTimeInterval(Double(generator.next() % UInt64(microseconds)) / 1e6)
    while running.isRunning, Date.now < end { usleep(500) }
    running.send(SIGKILL)
    let outcome = try running.wait()
    guard outcome.status == 128 + SIGKILL else {
      #expect(outcome.status == 0, "\(outcome.errors)")
      return true
    }
    kills += 1
    return false
  }

  /// Microseconds that the program takes undisturbed.
  static func duration(_ arguments: [String], in folder: URL) throws -> Int {
    let begin = Date.now
    let outcome = try Program.start(arguments, in: folder).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    return max(1000, Int(Date.now.timeIntervalSince(begin) * 1e6))
  }
}
