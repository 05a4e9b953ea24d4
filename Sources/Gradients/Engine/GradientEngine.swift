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
