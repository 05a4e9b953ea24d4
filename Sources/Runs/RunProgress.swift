/// How far a run is.
package struct RunProgress: Sendable, Equatable {
  /// What is being computed, for people: the model's label, the task's and the condition.
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
