internal import COpenBLAS
import Checkpoints

/// Computes per-sample gradients of a checkpoint's projections and their exact spectra.
///
/// A batch is computed layer by layer, so that each layer's weights are decoded once for all of its samples. Each sample
/// has its own products: its results are the same, bit for bit, in any batch, in any order and with any number of
/// threads. One layer's weights and activations are in memory at a time; beside them every sample of the batch keeps its
/// layers' inputs [layers × T × d].
public final class GradientEngine: Sendable {
  /// Version of the arithmetic, a part of every run's identity: raised whenever a change of the engine changes results.
  public static let arithmeticVersion = 1

  /// The projections whose gradients are computed, in the order of the forward pass.
  public let projections: [Projection]
  /// Statistics that are computed of every gradient beside its summary.
  public let options: GradientOptions
  private let checkpoint: Checkpoint
  private let workers: Workers

  /// An engine for `checkpoint`.
  ///
  /// OpenBLAS is set to one thread for the whole process: the samples are what is shared out.
  ///
  /// - Parameters:
  ///   - checkpoint: the weights. They are read at every call of ``compute(_:isCancelled:)``, not here.
  ///   - projections: whose gradients are wanted, in any order.
  ///   - options: what is wanted of every gradient beside its summary.
  ///   - threads: how many samples are computed at a time; at least 1.
  public init(
    checkpoint: Checkpoint, projections: [Projection] = Projection.attention,
    options: GradientOptions = GradientOptions(), threads: Int
  ) {
    precondition(threads > 0, "an engine needs a thread")
    self.checkpoint = checkpoint
    self.projections = projections.sorted()
    self.options = options
    workers = Workers(count: threads)
    openblas_set_num_threads(1)
  }

  /// The outcome of every sample of `batch`, in its order; an empty batch has none.
  ///
  /// A sample that has no gradient, because nothing is labelled or a number is not finite, is skipped with the reason and
  /// does not disturb the others.
  ///
  /// - Parameters:
  ///   - batch: the samples.
  ///   - progress: told before each layer which share of the batch is done, from 0 to 1.
  ///   - isCancelled: whether to stop; asked between layers.
  /// - Returns: one outcome for each sample.
  /// - Throws: ``CheckpointError`` when a weight is not finite, ``GradientError`` when an id lies beyond the embedding, and
  ///   `CancellationError` soon after `isCancelled` first says true.
  public func compute(
    _ batch: [LabelledTokens], progress: @escaping @Sendable (Double) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> [SampleOutcome] {
    // A layer backward takes about three times as long as forward, where its activations are not computed anew.
    let layers = Double(checkpoint.decoder.layerCount)
    let step = { @Sendable (forward: Int, backward: Int) in
      if isCancelled() { throw CancellationError() }
      progress(Double(forward + 3 * backward) / (4 * layers))
    }
    let states = try batch.enumerated().map {
      try SampleState(index: $0, $1, checkpoint: checkpoint, cosines: options.cosines)
    }
    // Long samples first, so that the threads end at about the same time.
    let active = states.filter { $0.skipped == nil }.sorted { $0.tokenCount > $1.tokenCount }
    guard let longest = active.first?.tokenCount else { return states.map { $0.outcome() } }
    let tables = RotaryTables(checkpoint.decoder, positions: longest)
    for state in active { state.prepare(tables) }
    let loader = LayerLoader(checkpoint, workers: workers)
    try runForward(active, loader, step)
    try runHead(active)
    try runBackward(active.filter { $0.skipped == nil }, loader, step)
    return states.map { $0.outcome() }
  }

  private func runForward(
    _ states: [SampleState], _ loader: LayerLoader, _ step: @Sendable (Int, Int) throws -> Void
  ) throws {
    for index in 0..<checkpoint.decoder.layerCount {
      try step(index, 0)
      let layer = try loader.load(index)
      _ = try workers.map(states.count) { states[$0].forward(layer) }
    }
  }

  private func runHead(_ states: [SampleState]) throws {
    let head = try OutputHead(checkpoint)
    _ = try workers.map(states.count) { states[$0].applyHead(head) }
  }

  private func runBackward(
    _ states: [SampleState], _ loader: LayerLoader, _ step: @Sendable (Int, Int) throws -> Void
  ) throws {
    let count = checkpoint.decoder.layerCount
    for index in (0..<count).reversed() {
      try step(count, count - 1 - index)
      let layer = try loader.load(index)
      let spectra = LayerSpectra(layer: index, projections: projections, options: options)
      _ = try workers.map(states.count) { states[$0].backward(layer, spectra: spectra) }
    }
  }
}

// What a batch takes of memory. A change of what samples keep belongs here too.
extension GradientEngine {
  /// Bytes that a batch of samples of these many tokens takes at its peak, roughly: enough to choose batches by.
  ///
  /// The mapping of the weight files is not counted, since the system can drop it.
  public func memoryEstimate(tokens: [Int]) -> Int {
    let longest = tokens.max() ?? 0
    let kept = tokens.reduce(0) { $0 + $1 * keptFeatures }
    return 4 * (kept + workers.count * scratch(tokens: longest) + weightCount)
  }

  private var decoder: DecoderDescription { checkpoint.decoder }

  /// Numbers that every sample keeps per token until its batch is done.
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
      + (projections.contains(where: Projection.mlp.contains) ? 3 * decoder.intermediateSize : 0)
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
