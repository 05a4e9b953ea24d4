import Checkpoints

/// Decodes one layer after another into the same memory: layers of a decoder have the same shapes,
/// and fresh gigabytes for each would cost as much time as decoding them.
///
/// A layer's weights are valid until the next layer is loaded.
final class LayerLoader {
  private let checkpoint: Checkpoint
  private let workers: Workers
  /// Names within a layer, and their matrices in that order.
  private let names: [String]
  private let matrices: [Matrix]

  init(_ checkpoint: Checkpoint, workers: Workers) {
    let decoder = checkpoint.decoder
    let parameters = decoder.parameters(ofLayer: 0)
    self.checkpoint = checkpoint
    self.workers = workers
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
    let normOffset = checkpoint.decoder.norms.weightOffset
    let offset = { @Sendable (name: String) in name.hasSuffix("norm.weight") ? normOffset : 0 }
    _ = try workers.map(names.count) { position in
      try matrices[position].decode(
        checkpoint.tensor(prefix + names[position]), offset: offset(names[position]))
    }
    let weights = LayerWeights(
      Dictionary(uniqueKeysWithValues: zip(names, matrices)), description: checkpoint.decoder)
    return DecoderLayer(weights, index: index, description: checkpoint.decoder)
  }
}

extension Matrix {
  /// Decodes a tensor of as many elements, and adds `offset` to each.
  func decode(_ tensor: Tensor, offset: Double) throws {
    try tensor.decode(into: UnsafeMutableBufferPointer(start: pointer, count: count))
    guard offset != 0 else { return }
    for index in 0..<count { pointer[index] += Float(offset) }
  }

  /// A matrix of a tensor of one or two dimensions; one dimension becomes one row.
  convenience init(_ tensor: Tensor, offset: Double = 0) throws {
    let columns = tensor.shape.last ?? 1
    self.init(rows: tensor.elementCount / max(columns, 1), columns: columns)
    try decode(tensor, offset: offset)
  }
}
