/// Counts what a run has done and estimates how long the rest takes.
///
/// Work is measured in parameters × tokens, so that a small model done says the right thing about a large
/// one to come.
struct ProgressMeter {
  private let now: @Sendable () -> Double
  private var startTime: Double
  private var samplesTotal = 0
  private var workTotal = 0.0
  private var workDone = 0.0
  private var samplesSkipped = 0
  /// Samples that are done.
  private(set) var samplesDone = 0
  /// Tokens of the samples that are done.
  private(set) var tokensDone = 0

  init(now: @escaping @Sendable () -> Double) {
    self.now = now
    startTime = now()
  }

  /// Starts the clock. `work` is the sum of parameters × tokens over all samples.
  mutating func start(samples: Int, work: Double) {
    startTime = now()
    samplesTotal = samples
    workTotal = work
  }

  mutating func add(_ samples: [FinishedSample], parameterCount: Int) {
    let tokens = samples.reduce(0) { $0 + $1.tokens.ids.count }
    samplesDone += samples.count
    samplesSkipped += samples.count { $0.outcome.skipReason != nil }
    tokensDone += tokens
    workDone += Double(tokens) * Double(parameterCount)
  }

  /// Seconds since the start.
  var seconds: Double { now() - startTime }

  func progress(_ activity: String) -> RunProgress {
    let seconds = seconds
    let isKnown = seconds > 0 && workDone > 0
    return RunProgress(
      activity: activity, samplesDone: samplesDone, samplesTotal: samplesTotal,
      samplesSkipped: samplesSkipped, tokensPerSecond: isKnown ? Double(tokensDone) / seconds : nil,
      secondsLeft: isKnown ? max(workTotal - workDone, 0) / workDone * seconds : nil)
  }
}
