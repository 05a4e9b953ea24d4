import Synchronization

/// Counts what a run has done and estimates how long the rest takes. It can be asked at any time and on any thread, within a
/// batch too.
///
/// Work is measured in operations, so that a small model and short samples done say the right thing about a large one and long
/// ones to come.
package final class ProgressMeter: Sendable {
  private struct State {
    var startTime: Double
    var activity: String?
    var samplesTotal = 0
    var workTotal = 0.0
    var workDone = 0.0
    var samplesDone = 0
    var samplesSkipped = 0
    var tokensDone = 0
    /// Tokens of the batch in flight, its work, and the share of it that is done.
    var batch = (tokens: 0.0, work: 0.0, share: 0.0)
  }

  private let now: @Sendable () -> Double
  private let state: Mutex<State>

  /// Makes a meter that counts from now on; `now` is a clock that only goes forward, in seconds.
  package init(now: @escaping @Sendable () -> Double) {
    self.now = now
    state = Mutex(State(startTime: now()))
  }

  /// Starts the clock. `work` is that of all samples.
  func start(samples: Int, work: Double) {
    let time = now()
    state.withLock {
      $0.startTime = time
      $0.samplesTotal = samples
      $0.workTotal = work
    }
  }

  /// Names the work that follows.
  func begin(_ activity: String) { state.withLock { $0.activity = activity } }

  /// Begins a batch of so many tokens and so much work.
  func beginBatch(tokens: Int, work: Double) { state.withLock { $0.batch = (Double(tokens), work, 0) } }

  /// Notes that a share of the batch in flight is done, from 0 to 1. Threads may tell of it out of order.
  func advance(to share: Double) {
    guard share.isFinite else { return }
    state.withLock { $0.batch.share = max($0.batch.share, min(share, 1)) }
  }

  /// Counts a finished batch, the one that was begun.
  func add(_ samples: [FinishedSample]) {
    let tokens = samples.reduce(0) { $0 + $1.tokens.ids.count }
    state.withLock {
      $0.workDone += $0.batch.work
      $0.batch = (0, 0, 0)
      $0.samplesDone += samples.count
      $0.samplesSkipped += samples.count { $0.outcome.skipReason != nil }
      $0.tokensDone += tokens
    }
  }

  /// Samples that are done.
  var samplesDone: Int { state.withLock { $0.samplesDone } }
  /// Tokens of the samples that are done.
  var tokensDone: Int { state.withLock { $0.tokensDone } }
  /// Seconds since the start.
  var seconds: Double { now() - state.withLock { $0.startTime } }

  /// The progress at this moment; nil before the first batch begins.
  package var progress: RunProgress? {
    let time = now()
    return state.withLock { state in
      guard let activity = state.activity else { return nil }
      let seconds = time - state.startTime
      let work = state.workDone + state.batch.share * state.batch.work
      let tokens = Double(state.tokensDone) + state.batch.share * state.batch.tokens
      let isKnown = seconds > 0 && work > 0
      return RunProgress(
        activity: activity, samplesDone: state.samplesDone, samplesTotal: state.samplesTotal,
        samplesSkipped: state.samplesSkipped, share: state.workTotal > 0 ? min(work / state.workTotal, 1) : 0,
        tokensPerSecond: isKnown ? tokens / seconds : nil,
        secondsLeft: isKnown ? max(state.workTotal - work, 0) / work * seconds : nil)
    }
  }
}
