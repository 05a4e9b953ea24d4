import Checkpoints

/// Decodes one layer after another into the same memory: layers of a decoder have the same shapes,
/// and fresh gigabytes for each would cost as much time as decoding them.
///
/// A layer's weights are valid until the next layer is loaded.
final class LayerLoader {
  private let checkpoint: Checkpoint
  private let rotary: RotaryEmbedding
  private let workers: Workers
  /// Names within a layer, and their matrices in that order.
  private let names: [String]
  private let matrices: [Matrix]

  /// A loader for samples of at most `positions` tokens.
  init(_ checkpoint: Checkpoint, positions: Int, workers: Workers) {
    let decoder = checkpoint.decoder
    let parameters = decoder.parameters(ofLayer: 0)
    self.checkpoint = checkpoint
    self.workers = workers
    rotary = RotaryEmbedding(decoder.rotary, headDimension: decoder.headDimension, positions: positions)
    names = parameters.map { String($0.name.dropFirst(DecoderDescription.prefix(ofLayer: 0).count)) }
    matrices = parameters.map {
      Matrix(rows: $0.elementCount / ($0.shape.last ?? 1), columns: $0.shape.last ?? 1)
    }
  }

  /// Decodes layer `index`, its tensors in parallel.
  ///
  /// Throws `CheckpointError` when a weight is NaN or infinite.
  func load(_ index: Int) throws -> DecoderLayer {
    let prefix = DecoderDescription.prefix(ofLayer: index)
    let (checkpoint, names, matrices) = (checkpoint, names, matrices)
    _ = try workers.map(names.count) { position in
      let target = matrices[position]
      try checkpoint.tensor(prefix + names[position])
        .decode(into: UnsafeMutableBufferPointer(start: target.pointer, count: target.count))
    }
    let weights = LayerWeights(
      Dictionary(uniqueKeysWithValues: zip(names, matrices)), description: checkpoint.decoder)
    return DecoderLayer(weights, description: checkpoint.decoder, rotary: rotary)
  }
}
