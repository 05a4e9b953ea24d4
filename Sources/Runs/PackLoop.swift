import Gradients
import Store

/// A sample that is to be computed.
struct PendingSample: Sendable {
  let key: SampleKey
  let tokens: LabelledTokens
}

/// What came of one sample, ready to be stored.
struct FinishedSample: Sendable {
  let key: SampleKey
  let tokens: LabelledTokens
  let outcome: SampleOutcome
}

extension SampleOutcome {
  /// Why there is no gradient, if there is none.
  var skipReason: SkipReason? {
    if case .skipped(let reason) = self { reason } else { nil }
  }
}

/// Computes samples batch by batch and hands every finished batch on at once.
struct BatchLoop {
  let engine: any GradientComputing
  let maker: BatchMaker
  let isCancelled: @Sendable () -> Bool

  init(
    engine: any GradientComputing, parameterCount: Int, options: RunOptions,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.engine = engine
    self.isCancelled = isCancelled
    maker = BatchMaker(
      memory: options.memory, threads: options.threads, parameterCount: parameterCount,
      estimate: engine.memoryEstimate)
  }

  /// - Throws: `CancellationError` once `isCancelled` says true; batches that were handed on stay done.
  func run(_ samples: [PendingSample], finish: ([FinishedSample]) throws -> Void) throws {
    for range in maker.batches(samples.map { $0.tokens.ids.count }) {
      if isCancelled() { throw CancellationError() }
      let batch = samples[range]
      let outcomes = try engine.compute(batch.map(\.tokens), isCancelled: isCancelled)
      precondition(outcomes.count == batch.count, "an engine gives one outcome for every sample")
      try finish(
        zip(batch, outcomes).map { FinishedSample(key: $0.key, tokens: $0.tokens, outcome: $1) })
    }
  }
}

extension StoredSample {
  /// A computed sample; `texts` gives those of token ids, and none where no token shares are kept.
  init(_ sample: FinishedSample, texts: ([Int32]) -> [String]) {
    let texts = texts(sample.tokens.ids)
    self.init(
      key: sample.key, tokenCount: sample.tokens.ids.count, labelCount: sample.tokens.labelled.count,
      outcome: sample.outcome,
      tokens: texts.isEmpty ? nil : Tokens(texts: texts, start: sample.tokens.labelled.lowerBound))
  }
}
