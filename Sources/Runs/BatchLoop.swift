import Foundation
import Gradients
import Store

/// A sample that is to be computed.
struct PendingSample: Sendable {
  let key: SampleKey
  let tokens: LabelledTokens
}

/// Outcome of one sample, ready to be stored.
struct FinishedSample: Sendable {
  let key: SampleKey
  let tokens: LabelledTokens
  let outcome: SampleOutcome
}

extension SampleOutcome {
  /// Reason why there is no gradient, if there is none.
  var skipReason: SkipReason? {
    if case .skipped(let reason) = self { reason } else { nil }
  }
}

/// Computes samples batch by batch and hands every finished batch on at once.
struct BatchLoop {
  let engine: any GradientComputing
  let maker: BatchMaker
  /// Work of a sample.
  let cost: @Sendable (LabelledTokens) -> SampleCost
  let meter: ProgressMeter
  let isCancelled: @Sendable () -> Bool

  /// A loop for `model`, whose engine is made already.
  init(
    engine: any GradientComputing, model: OpenModel, options: RunOptions, meter: ProgressMeter,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.engine = engine
    cost = model.cost
    self.meter = meter
    self.isCancelled = isCancelled
    maker = BatchMaker(engine: engine, parameterCount: model.parameterCount, options: options)
  }

  /// Computes `samples`; the meter counts each batch once `finish` has taken it. `report` is told before the first and after
  /// each.
  ///
  /// - Throws: `CancellationError` once `isCancelled` says true; batches that were handed on stay done.
  func run(
    _ samples: [PendingSample], report: (RunProgress) -> Void, finish: ([FinishedSample]) throws -> Void
  ) throws {
    meter.progress.map(report)
    for range in maker.batches(samples.map { $0.tokens.ids.count }) {
      if isCancelled() { throw CancellationError() }
      let batch = samples[range]
      meter.beginBatch(
        tokens: batch.reduce(0) { $0 + $1.tokens.ids.count },
        work: batch.reduce(0) { $0 + cost($1.tokens).operations })
      let outcomes = try engine.compute(
        batch.map(\.tokens), progress: meter.advance, isCancelled: isCancelled)
      precondition(outcomes.count == batch.count, "an engine gives one outcome for every sample")
      let finished = zip(batch, outcomes).map { FinishedSample(key: $0.key, tokens: $0.tokens, outcome: $1) }
      try finish(finished)
      meter.add(finished)
      meter.progress.map(report)
    }
  }
}

extension StoredSample {
  /// A computed sample; `texts` gives those of token ids, and none where no token shares are kept.
  init(_ sample: FinishedSample, texts: ([Int32]) -> [String]) {
    let texts = texts(sample.tokens.ids)
    self.init(
      key: sample.key, tokenCount: sample.tokens.ids.count, labelCount: sample.tokens.labelled.count,
      cutCount: sample.tokens.cutCount, outcome: sample.outcome,
      tokens: texts.isEmpty ? nil : Tokens(texts: texts, start: sample.tokens.labelled.lowerBound))
  }
}

/// Divides samples into batches, which are computed together and stored in one transaction.
///
/// The tokens of a batch share the reading and decoding of the weights, which costs little once they are many; results do
/// not depend on it. Batches follow the order of the data file, so that what an interrupted run leaves are the first samples of
/// every condition, which pair.
struct BatchMaker {
  /// Bytes that a batch may take.
  let memory: Int
  /// Threads that compute.
  let threads: Int
  /// Parameters of the model.
  let parameterCount: Int
  /// Bytes that a batch with these token counts takes at the least.
  let least: ([Int]) -> Int
  /// Bytes that it takes when nothing is computed twice.
  let wanted: ([Int]) -> Int

  /// Floating-point operations after which the work should be stored: some ten seconds of two cores.
  private static let operations = 3_000_000_000_000
  /// Tokens from which on reading the weights costs a few hundredths. More would only take memory, whose first use costs
  /// time, but for those that many threads need to have work each.
  private static let enoughTokens = 512
  private static let tokensPerThread = 64

  /// The ranges of `tokenCounts` that make a batch each, in order.
  func batches(_ tokenCounts: [Int]) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var start = 0
    for next in tokenCounts.indices where next > start && !fits(tokenCounts[start...next]) {
      batches.append(start..<next)
      start = next
    }
    if start < tokenCounts.count { batches.append(start..<tokenCounts.count) }
    return batches
  }

  init(engine: any GradientComputing, parameterCount: Int, options: RunOptions) {
    memory = options.memory
    threads = options.threads
    self.parameterCount = parameterCount
    least = engine.memoryEstimate
    wanted = engine.memoryWanted
  }

  /// Four operations per parameter and token: two for the forward pass and two for the backward pass.
  private var tokenLimit: Int {
    let wanted = max(threads * Self.tokensPerThread, Self.enoughTokens)
    return max(min(wanted, Self.operations / max(4 * parameterCount, 1)), Self.enoughTokens)
  }

  private func fits(_ counts: ArraySlice<Int>) -> Bool {
    let (counts, tokens) = (Array(counts), counts.reduce(0, +))
    guard least(counts) <= memory, tokens <= tokenLimit else { return false }
    return tokens <= Self.enoughTokens || wanted(counts) <= memory
  }
}

/// Settings for a run's use of the machine. None of them changes a number.
package struct RunOptions: Sendable {
  /// Threads that compute; at least one.
  package var threads: Int
  /// Bytes that a batch of samples may take, the engine's estimate.
  package var memory: Int

  /// All cores, and what a run usually takes of the memory that is allowed.
  package init(
    threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    memory: Int = MemoryAllowance().usual
  ) {
    precondition(threads > 0, "a run needs a thread")
    self.threads = threads
    self.memory = memory
  }
}
