import Checkpoints
internal import Kernels
import Synchronization

/// Computes per-sample gradients of a checkpoint's projections and their exact spectra.
///
/// A batch is computed layer by layer, all of its tokens together: every thread works on the same step. Each element of a result is
/// a sum in a fixed order, so the results of a sample are the same, bit for bit, in any batch, in any order, with any number of
/// threads and with any memory.
public final class GradientEngine: Sendable {
  /// Version of the arithmetic, a part of every run's identity: raised whenever a change of the engine changes results.
  public static let arithmeticVersion = 3

  /// The projections whose gradients are computed, in the order of the forward pass.
  public let projections: [Projection]
  /// Statistics that are computed of every gradient beside its summary.
  public let options: GradientOptions
  let checkpoint: Checkpoint
  let workers: Workers
  /// Bytes that a batch may take.
  let memory: Int
  /// Held while a batch is computed: the threads work on one at a time.
  private let isComputing = Mutex(())

  /// An engine for `checkpoint`.
  ///
  /// OpenBLAS is set to one thread for the whole process: the engine shares out the work itself.
  ///
  /// - Parameters:
  ///   - checkpoint: the weights. They are read at every call of ``compute(_:progress:isCancelled:)``, not here.
  ///   - projections: whose gradients are wanted, in any order.
  ///   - options: what is wanted of every gradient beside its summary.
  ///   - threads: how many threads compute; at least 1.
  ///   - memory: bytes that a batch may take beside the mapped weights. What the backward pass needs of a layer is kept where
  ///     they allow it, and else computed again. A batch that needs more is computed all the same.
  public init(
    checkpoint: Checkpoint, projections: [Projection] = Projection.attention,
    options: GradientOptions = GradientOptions(), threads: Int, memory: Int = .max
  ) {
    precondition(threads > 0, "an engine needs a thread")
    self.checkpoint = checkpoint
    self.projections = projections.sorted()
    self.options = options
    self.memory = memory
    workers = Workers(count: threads)
    _ = LAPACK.isSerial
  }

  deinit { MatrixMemory.limit(to: 0) }

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
  /// - Throws: ``Checkpoints/CheckpointError`` when a weight is not finite, ``GradientError`` when an id lies beyond the embedding, and
  ///   `CancellationError` soon after `isCancelled` first says true.
  public func compute(
    _ batch: [LabelledTokens], progress: @escaping @Sendable (Double) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> [SampleOutcome] {
    let vocabulary = checkpoint.decoder.vocabularySize
    let states = try batch.enumerated().map { try SampleState(index: $0, $1, vocabulary: vocabulary) }
    let active = states.filter { !$0.isSkipped }
    guard !active.isEmpty else { return states.map { $0.outcome() } }
    return try isComputing.withLock { _ in
      // What a batch leaves is for the next; the last leaves nothing.
      MatrixMemory.limit(to: memory)
      let run = BatchRun(self, active, progress: progress, isCancelled: isCancelled)
      try run.compute()
      return states.map { $0.outcome() }
    }
  }
}

/// A batch on its way forward and backward.
private struct BatchRun {
  private let engine: GradientEngine
  private let states: [SampleState]
  private let tokens: BatchTokens
  /// Rows of the last layer's output that the head reads.
  private let labelled: OutputRows
  private let loader: LayerLoader
  private let cosines: [CosineCollector]
  private let progress: @Sendable (Double) -> Void
  private let isCancelled: @Sendable () -> Bool
  /// Layers whose trace is kept, the last ones, which the backward pass needs first.
  private let keptLayers: Range<Int>

  private var workers: Workers { engine.workers }
  private var layerCount: Int { engine.checkpoint.decoder.layerCount }

  init(
    _ engine: GradientEngine, _ states: [SampleState], progress: @escaping @Sendable (Double) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.engine = engine
    self.states = states
    self.progress = progress
    self.isCancelled = isCancelled
    let decoder = engine.checkpoint.decoder
    tokens = BatchTokens(decoder, run: states.map(\.tokenCount), text: states.map(\.textLength))
    labelled = OutputRows(
      labelled: zip(states, tokens.samples).flatMap { state, rows in
        state.labels.map { rows.lowerBound + $0.row }
      }, tokenCount: tokens.count)
    loader = LayerLoader(engine.checkpoint)
    cosines = states.map { _ in CosineCollector(engine.options.cosines) }
    keptLayers = decoder.layerCount - engine.keptLayers(tokens: states.map(\.textLength))..<decoder.layerCount
  }

  func compute() throws {
    // Threads must be idle when this ends, for whatever reason.
    defer { workers.finish() }
    var inputs: [Matrix] = []
    var traces: [LayerTrace?] = []
    var hidden = try embeddings()
    for index in 0..<layerCount {
      try step(done: Double(index) / 2)
      inputs.append(hidden)
      let (y, trace) = try loader.load(index, next: index + 1).forward(hidden, tokens, read(index), workers)
      traces.append(keptLayers.contains(index) ? trace : nil)
      hidden = y
    }
    hidden = try runHead(hidden)
    for index in (0..<layerCount).reversed() {
      try step(done: Double(layerCount) - Double(index) / 2)
      let layer = try loader.load(index, next: index - 1)
      let input = inputs.removeLast()
      let trace = try traces.removeLast() ?? layer.trace(input, tokens, read(index), workers)
      let (factors, dx) = try layer.backward(
        hidden, trace, tokens, read(index), needsInput: index > 0, workers)
      findGradients(factors, layer: index)
      if let dx { hidden = dx }
    }
    workers.finish()
    for (state, collector) in zip(states, cosines) { state.add(collector.cosines()) }
  }

  private func read(_ index: Int) -> OutputRows { index == layerCount - 1 ? labelled : .all }

  private func step(done: Double) throws {
    if isCancelled() { throw CancellationError() }
    progress(done / Double(layerCount))
  }

  /// The embeddings [T × d] of all samples, with the family's factor.
  private func embeddings() throws -> Matrix {
    let checkpoint = engine.checkpoint
    let (d, scale) = (checkpoint.decoder.hiddenSize, Float(checkpoint.decoder.embeddingScale))
    let hidden = Matrix(uninitialized: tokens.count, d)
    let embedding = checkpoint.tensor(DecoderDescription.embeddingName)
    for (state, rows) in zip(states, tokens.samples) {
      for (row, id) in zip(rows, state.ids) {
        let values = UnsafeMutableBufferPointer(start: hidden.row(row), count: d)
        try embedding.decodeRow(Int(id), into: values)
        if scale != 1 { for index in values.indices { values[index] *= scale } }
      }
    }
    return hidden
  }

  /// Losses, and the gradient with respect to the last layer's output [L × d], whose rows are the labels of all samples.
  private func runHead(_ hidden: Matrix) throws -> Matrix {
    let labels = states.flatMap { state in
      state.labels.map { OutputHead.Label(id: $0.id, count: state.labels.count) }
    }
    let (losses, dx) = try OutputHead(engine.checkpoint).lossesAndGradient(hidden, labels, workers)
    var start = 0
    for state in states {
      let end = start + state.labels.count
      state.add(loss: losses[start..<end].reduce(0, +) / Double(state.labels.count))
      start = end
    }
    return dx
  }

  /// Hands the factors of a layer to whoever has time for them.
  private func findGradients(_ factors: LayerFactors, layer: Int) {
    let spectra = LayerSpectra(layer: layer, projections: engine.projections, options: engine.options)
    let find = { @Sendable (sample: Int) in
      let (state, factors) = (states[sample], factors.sample(tokens.samples[sample]))
      guard !state.isSkipped else { return }
      let gradients = spectra.compute(factors)
      state.add(gradients)
      // Cosines compare a layer with those above it, so their layers come in order.
      if case .success(let gradients) = gradients { cosines[sample].add(factors, gradients) }
    }
    if engine.options.cosines == .none {
      for sample in states.indices { workers.later(limit: states.count) { find(sample) } }
    } else {
      workers.forEach(states.count, find)
    }
  }
}
