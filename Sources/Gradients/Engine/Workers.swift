import Foundation
internal import Kernels
import Synchronization

/// Threads that share out independent pieces of work.
///
/// There are two kinds of work. `forEach` calls a body for many indices and comes back when all are done: one step of a
/// layer after the other. `later` hands over work that nothing waits for, the decompositions of a layer's gradients: threads
/// take it when no index of a step is left, so that none is idle while another ends the step. `finish` comes back when all of it
/// is done. No result may depend on which thread computes what.
///
/// One thread calls; it works like the others. With one thread in all, everything is done by the one that calls.
package final class Workers: Sendable {
  /// Threads that compute, the caller's among them.
  let count: Int
  private let shared: Shared

  package init(count: Int) {
    precondition(count > 0, "work needs a thread")
    self.count = count
    let shared = Shared()
    self.shared = shared
    for _ in 1..<count {
      let thread = Thread { shared.work() }
      thread.stackSize = 1 << 23
      thread.start()
    }
  }

  deinit { shared.stop() }

  /// Calls `body` for 0..<pieces, in no order, and comes back when all have been.
  func forEach(_ pieces: Int, _ body: @escaping @Sendable (Int) -> Void) {
    guard count > 1, pieces > 1 else {
      for piece in 0..<pieces { body(piece) }
      return
    }
    let step = Step(pieces: pieces, body: body)
    shared.begin(step)
    step.run(shared)
    shared.wait(for: step)
  }

  /// Calls `body` with ranges that together are 0..<rows: what is done row by row.
  func forEachRows(_ rows: Int, _ body: @escaping @Sendable (Range<Int>) -> Void) {
    let pieces = count == 1 ? 1 : max(min(rows / 8, count * 4), 1)
    forEach(pieces) { body(rows * $0 / pieces..<rows * ($0 + 1) / pieces) }
  }

  /// Takes work that is done at some time before `finish` comes back; when too much of it waits, the caller does some.
  func later(limit: Int, _ job: @escaping @Sendable () -> Void) {
    guard count > 1 else { return job() }
    shared.add(job)
    while shared.waiting > limit, let job = shared.nextJob() { shared.run(job) }
  }

  /// Does all work that waits, and comes back when none is left.
  func finish() {
    while let job = shared.nextJob() { shared.run(job) }
    shared.waitForJobs()
  }
}

/// One call of `forEach`.
private final class Step: Sendable {
  let pieces: Int
  private let body: @Sendable (Int) -> Void
  private let next = Atomic(0)
  private let done = Atomic(0)

  init(pieces: Int, body: @escaping @Sendable (Int) -> Void) {
    self.pieces = pieces
    self.body = body
  }

  var hasMore: Bool { next.load(ordering: .relaxed) < pieces }
  var isDone: Bool { done.load(ordering: .acquiring) == pieces }

  /// Takes pieces until none is left.
  func run(_ shared: Shared) {
    while true {
      let piece = next.add(1, ordering: .relaxed).oldValue
      guard piece < pieces else { return }
      body(piece)
      if done.add(1, ordering: .acquiringAndReleasing).newValue == pieces { shared.wake() }
    }
  }
}

/// What the threads of one `Workers` share.
private final class Shared: @unchecked Sendable {
  private let condition = NSCondition()
  /// Counts what was begun, added or stopped, so that a thread can look for news without the lock.
  private let news = Atomic(0)
  // The rest is guarded by `condition`.
  private var step: Step?
  private var jobs: [@Sendable () -> Void] = []
  private var running = 0
  private var isStopped = false

  /// Looks for news before a thread goes to sleep: waking takes longer than most steps are apart.
  private static let patience = 4000

  func begin(_ step: Step) { change { self.step = step } }
  func add(_ job: @escaping @Sendable () -> Void) { change { jobs.append(job) } }
  func stop() { change { isStopped = true } }
  func wake() { change {} }

  private func change(_ body: () -> Void) {
    condition.withLock {
      body()
      news.add(1, ordering: .releasing)
      condition.broadcast()
    }
  }

  var waiting: Int { condition.withLock { jobs.count } }

  /// Takes the job that waits longest.
  func nextJob() -> (@Sendable () -> Void)? { condition.withLock { takeJob() } }

  private func takeJob() -> (@Sendable () -> Void)? {
    guard !jobs.isEmpty else { return nil }
    running += 1
    return jobs.removeFirst()
  }

  func run(_ job: @Sendable () -> Void) {
    job()
    change { running -= 1 }
  }

  func wait(for step: Step) {
    for _ in 0..<Self.patience where !step.isDone { kernels_pause() }
    condition.withLock {
      while !step.isDone { condition.wait() }
      self.step = nil
    }
  }

  func waitForJobs() { condition.withLock { while running > 0 || !jobs.isEmpty { condition.wait() } } }

  /// The life of a thread: a step comes before a job.
  func work() {
    while true {
      switch condition.withLock({ nextTask() }) {
      case .stop: return
      case .step(let step): step.run(self)
      case .job(let job): run(job)
      case .nothing(let seen): sleep(after: seen)
      }
    }
  }

  private enum Task {
    case stop
    case step(Step)
    case job(@Sendable () -> Void)
    /// There was nothing at that count of the news.
    case nothing(Int)
  }

  private func nextTask() -> Task {
    if isStopped { return .stop }
    if let step, step.hasMore { return .step(step) }
    return takeJob().map { .job($0) } ?? .nothing(news.load(ordering: .relaxed))
  }

  private func sleep(after seen: Int) {
    for _ in 0..<Self.patience {
      guard news.load(ordering: .acquiring) == seen else { return }
      kernels_pause()
    }
    condition.withLock {
      while news.load(ordering: .acquiring) == seen && !isStopped { condition.wait() }
    }
  }
}
