import Support

/// Progress of a run.
package struct RunProgress: Sendable, Equatable {
  /// Work that is being done, for people: the model's label, the task's and the condition.
  package let activity: String
  /// Samples that are done, of those that were missing when the run began.
  package let samplesDone: Int
  /// Samples that were missing when the run began.
  package let samplesTotal: Int
  /// Samples skipped so far.
  package let samplesSkipped: Int
  /// Tokens per second since the computing began, or nil before the first batch is done.
  package let tokensPerSecond: Double?
  /// Seconds that the rest will take at the same speed, or nil before the first batch is done.
  package let secondsLeft: Double?

  /// Makes a progress of `samplesDone` of `samplesTotal`.
  package init(
    activity: String, samplesDone: Int, samplesTotal: Int, samplesSkipped: Int, tokensPerSecond: Double?,
    secondsLeft: Double?
  ) {
    self.activity = activity
    self.samplesDone = samplesDone
    self.samplesTotal = samplesTotal
    self.samplesSkipped = samplesSkipped
    self.tokensPerSecond = tokensPerSecond
    self.secondsLeft = secondsLeft
  }
}

extension RunProgress {
  /// One line for people, what matters most first, since a narrow terminal shows its beginning:
  /// `12 of 600 samples, 1,234 tokens/s, 8 s left · Miniature, word-problems, none`.
  package var line: String {
    var parts = ["\(NumberText.count(samplesDone)) of \(NumberText.count(samplesTotal, "sample"))"]
    if let tokensPerSecond { parts.append("\(NumberText.rate(tokensPerSecond)) tokens/s") }
    if let secondsLeft { parts.append("\(NumberText.duration(secondsLeft)) left") }
    if samplesSkipped > 0 { parts.append("\(NumberText.count(samplesSkipped)) skipped") }
    return "\(parts.joined(separator: ", ")) · \(activity)"
  }
}

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
