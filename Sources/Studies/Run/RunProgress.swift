/// How far a run is.
public struct RunProgress: Sendable, Equatable {
  /// What is being computed, for people: the model's label, the task's and the condition.
  public let activity: String
  /// Samples that are done, of those that were missing when the run began.
  public let samplesDone: Int
  /// Samples that were missing when the run began.
  public let samplesTotal: Int
  /// Samples skipped so far.
  public let samplesSkipped: Int
  /// Tokens per second since the computing began, or nil before the first pack is done.
  public let tokensPerSecond: Double?
  /// Seconds that the rest will take at the same speed, or nil before the first pack is done.
  public let secondsLeft: Double?

  /// Makes a progress of `samplesDone` of `samplesTotal`.
  public init(
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
