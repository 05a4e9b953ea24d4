import COpenBLAS
import Checkpoints

/// Computes per-sample gradients of a checkpoint's projections and their exact spectra.
///
/// Samples are computed in packs only so that a layer's weights are decoded once for all of them:
/// each sample has its own products, so its results are the same, bit for bit, in any pack, in any
/// order and with any number of threads. One layer's weights and activations are in memory at a
/// time; beside them every sample of the pack keeps its layers' inputs [layers × T × d].
public final class GradientEngine: Sendable {
  /// Part of a run's identity: raised whenever a change of the arithmetic changes results.
  public static let arithmeticVersion = 1

  /// What is computed of every sample.
  public let options: GradientOptions
  private let checkpoint: Checkpoint
  private let workers: Workers

  /// An engine for `checkpoint` on `threads` threads.
  ///
  /// BLAS itself is set to one thread for the whole process: the samples are what is shared out.
  public init(checkpoint: Checkpoint, options: GradientOptions = GradientOptions(), threads: Int) {
    precondition(threads > 0, "an engine needs a thread")
    self.checkpoint = checkpoint
    self.options = options
    workers = Workers(count: threads)
    openblas_set_num_threads(1)
  }

  /// The outcome of every sample of `pack`, in its order.
  ///
  /// Throws `CheckpointError` when a weight is not finite, `GradientError` when an id lies beyond the
  /// embedding, and `CancellationError` soon after `isCancelled` first says true.
  public func compute(
    _ pack: [LabelledTokens], isCancelled: @Sendable () -> Bool = { false }
  ) throws -> [SampleOutcome] {
    let states = try pack.enumerated().map {
      try SampleState(index: $0, $1, checkpoint: checkpoint, cosines: options.cosines)
    }
    let active = states.filter { $0.skipped == nil }.sorted { $0.tokenCount > $1.tokenCount }
    guard let longest = active.first?.tokenCount else { return states.map { $0.outcome() } }
    let tables = RotaryTables(checkpoint.decoder, positions: longest)
    for state in active { state.prepare(tables) }
    let loader = LayerLoader(checkpoint, workers: workers)
    try runForward(active, loader, isCancelled)
    try runHead(active)
    try runBackward(active.filter { $0.skipped == nil }, loader, isCancelled)
    return states.map { $0.outcome() }
  }

  var decoder: DecoderDescription { checkpoint.decoder }
  var threadCount: Int { workers.count }

  private func runForward(
    _ states: [SampleState], _ loader: LayerLoader, _ isCancelled: @Sendable () -> Bool
  ) throws {
    for index in 0..<checkpoint.decoder.layerCount {
      if isCancelled() { throw CancellationError() }
      let layer = try loader.load(index)
      _ = try workers.map(states.count) { states[$0].forward(layer) }
    }
  }

  private func runHead(_ states: [SampleState]) throws {
    let head = try OutputHead(checkpoint)
    _ = try workers.map(states.count) { states[$0].applyHead(head) }
  }

  private func runBackward(
    _ states: [SampleState], _ loader: LayerLoader, _ isCancelled: @Sendable () -> Bool
  ) throws {
    for index in (0..<checkpoint.decoder.layerCount).reversed() {
      if isCancelled() { throw CancellationError() }
      let layer = try loader.load(index)
      let spectra = LayerSpectra(layer: index, options: options)
      _ = try workers.map(states.count) { states[$0].backward(layer, spectra: spectra) }
    }
  }
}

extension GradientEngine {
  /// Bytes that a pack of samples with these token counts takes at its peak, roughly: what a run loop
  /// needs to choose packs. The weights' own mapping is not counted, since the system can drop it.
  public func memoryEstimate(tokens: [Int]) -> Int {
    let longest = tokens.max() ?? 0
    let kept = tokens.reduce(0) { $0 + $1 * keptFeatures }
    return 4 * (kept + threadCount * scratch(tokens: longest) + weightCount)
  }

  /// Numbers that every sample keeps per token until its pack is done.
  private var keptFeatures: Int {
    let inputs = decoder.hiddenSize * (decoder.layerCount + 1)
    switch options.cosines {
    case .none: return inputs
    case .adjacent: return inputs + 2 * factorFeatures
    case .allPairs: return inputs + decoder.layerCount * factorFeatures
    }
  }

  /// Numbers per token in the factors of one layer.
  private var factorFeatures: Int {
    3 * decoder.hiddenSize + 2 * decoder.queryWidth + 2 * decoder.keyValueWidth
      + (options.projections.contains(where: Projection.mlp.contains) ? 3 * decoder.intermediateSize : 0)
  }

  /// Numbers that one thread needs for one sample of `tokens`: activations and gradients of a layer,
  /// the scores of a head, and a factor's QR in `Double`.
  private func scratch(tokens: Int) -> Int {
    let widest = max(decoder.hiddenSize, decoder.queryWidth)
    let activations =
      tokens * (8 * decoder.hiddenSize + 6 * decoder.queryWidth + 4 * decoder.intermediateSize)
    let reduction = 2 * (2 * tokens * widest + 3 * tokens * tokens)
    let logits = 64 * decoder.vocabularySize
    return max(activations + 3 * tokens * tokens + reduction, logits)
  }

  /// Numbers of the weights that are decoded at one time: a layer or the output head.
  private var weightCount: Int {
    max(decoder.layerParameterCount, decoder.vocabularySize * decoder.hiddenSize)
  }
}
