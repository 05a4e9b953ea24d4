/// Counts what a run has done and estimates how long the rest takes.
///
/// Work is measured in parameters × tokens, so that a small model done says the right thing about a large
/// one to come.
struct ProgressMeter {
  private let now: @Sendable () -> Double
  private let start: Double
  private let samplesTotal: Int
  private let workTotal: Double
  private var samplesDone = 0
  private var samplesSkipped = 0
  private var tokensDone = 0
  private var workDone = 0.0

  /// Starts the clock. `work` is the sum of parameters × tokens over all samples.
  init(samples: Int, work: Double, now: @escaping @Sendable () -> Double) {
    self.now = now
    start = now()
    samplesTotal = samples
    workTotal = work
  }

  mutating func add(_ samples: [FinishedSample], parameterCount: Int) {
    let tokens = samples.reduce(0) { $0 + $1.tokens.ids.count }
    samplesDone += samples.count
    samplesSkipped += samples.count { if case .skipped = $0.outcome { true } else { false } }
    tokensDone += tokens
    workDone += Double(tokens) * Double(parameterCount)
  }

  func progress(_ activity: String) -> RunProgress {
    let seconds = now() - start
    let isKnown = seconds > 0 && workDone > 0
    return RunProgress(
      activity: activity, samplesDone: samplesDone, samplesTotal: samplesTotal,
      samplesSkipped: samplesSkipped, tokensPerSecond: isKnown ? Double(tokensDone) / seconds : nil,
      secondsLeft: isKnown ? max(workTotal - workDone, 0) / workDone * seconds : nil)
  }
}
