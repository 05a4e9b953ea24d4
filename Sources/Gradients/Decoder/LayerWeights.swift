import Checkpoints

/// The weights of one decoder layer as `Float`, beside their names in the checkpoint.
package struct LayerWeights: Sendable {
  let attentionInputNorm: OptionalNorm
  let q: Linear
  let k: Linear
  let v: Linear
  let queryNorm: OptionalNorm
  let keyNorm: OptionalNorm
  let o: Linear
  let attentionOutputNorm: OptionalNorm
  let mlpInputNorm: OptionalNorm
  let gate: Linear
  let up: Linear
  let down: Linear
  let mlpOutputNorm: OptionalNorm

  /// The weights of one layer from its matrices, by name within the layer (`mlp.up_proj.weight`).
  package init(_ matrices: [String: Matrix], description decoder: DecoderDescription) {
    let source = Source(matrices: matrices, decoder: decoder)
    attentionInputNorm = source.norm(decoder.norms.attentionInput)
    attentionOutputNorm = source.norm(decoder.norms.attentionOutput)
    mlpInputNorm = source.norm(decoder.norms.mlpInput)
    mlpOutputNorm = source.norm(decoder.norms.mlpOutput)
    queryNorm = source.headNorm("self_attn.q_norm")
    keyNorm = source.headNorm("self_attn.k_norm")
    o = source.map("self_attn.o_proj")
    down = source.map("mlp.down_proj")
    guard decoder.fusesProjections else {
      q = source.map("self_attn.q_proj")
      k = source.map("self_attn.k_proj")
      v = source.map("self_attn.v_proj")
      gate = source.map("mlp.gate_proj")
      up = source.map("mlp.up_proj")
      return
    }
    let (query, shared, inner) = (decoder.queryWidth, decoder.keyValueWidth, decoder.intermediateSize)
    let qkv = source.map("self_attn.qkv_proj")
    q = qkv.slice(0..<query)
    k = qkv.slice(query..<query + shared)
    v = qkv.slice(query + shared..<query + 2 * shared)
    let both = source.map("mlp.gate_up_proj")
    gate = both.slice(0..<inner)
    up = both.slice(inner..<2 * inner)
  }

  /// Finds weights by name.
  private struct Source {
    let matrices: [String: Matrix]
    let decoder: DecoderDescription

    func map(_ name: String) -> Linear {
      Linear(weight: weight(name), bias: matrices["\(name).bias"])
    }

    func norm(_ name: String?) -> OptionalNorm {
      OptionalNorm(norm: name.map { RMSNorm(weight: weight($0), epsilon: decoder.norms.epsilon) })
    }

    func headNorm(_ name: String) -> OptionalNorm {
      switch decoder.norms.queryKey {
      case .none: norm(nil)
      case .projection: norm(name)
      case .head: OptionalNorm(norm: norm(name).norm, width: decoder.headDimension)
      }
    }

    private func weight(_ name: String) -> Matrix {
      guard let matrix = matrices["\(name).weight"] else {
        preconditionFailure("\(name) is not among the layer's parameters")
      }
      return matrix
    }
  }
}

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
