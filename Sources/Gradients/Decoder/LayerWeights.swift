import Checkpoints

/// The weights of one decoder layer: maps as they lie in the file, norms and biases as `Float`.
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

  /// The weights of one layer, by name within the layer (`mlp.up_proj.weight`).
  ///
  /// - Parameters:
  ///   - maps: the weights of its linear maps.
  ///   - vectors: norms [1 × d], their offset included, and biases [1 × m].
  ///   - decoder: what the layer is like.
  package init(
    maps: [String: Weight], vectors: [String: Matrix], description decoder: DecoderDescription
  ) {
    let source = Source(maps: maps, vectors: vectors, decoder: decoder)
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
    let maps: [String: Weight]
    let vectors: [String: Matrix]
    let decoder: DecoderDescription

    func map(_ name: String) -> Linear {
      Linear(weight: find("\(name).weight", in: maps), bias: vectors["\(name).bias"])
    }

    func norm(_ name: String?) -> OptionalNorm {
      OptionalNorm(
        norm: name.map {
          RMSNorm(
            weight: find("\($0).weight", in: vectors), epsilon: decoder.norms.epsilon,
            centres: decoder.norms.centres)
        })
    }

    func headNorm(_ name: String) -> OptionalNorm {
      switch decoder.norms.queryKey {
      case .none: norm(nil)
      case .projection: norm(name)
      case .head: OptionalNorm(norm: norm(name).norm, width: decoder.headDimension)
      }
    }

    private func find<Value>(_ name: String, in values: [String: Value]) -> Value {
      guard let value = values[name] else {
        preconditionFailure("\(name) is not among the layer's parameters")
      }
      return value
    }
  }
}

/// Finds the layers of a checkpoint. Norms and biases are decoded; the large weights stay in the file, which the system
/// reads ahead.
struct LayerLoader {
  private let checkpoint: Checkpoint

  init(_ checkpoint: Checkpoint) { self.checkpoint = checkpoint }

  /// Layer `index`; asks the system to read layer `next`, which is wanted after it.
  ///
  /// Throws `CheckpointError` when a norm or a bias is NaN or infinite.
  func load(_ index: Int, next: Int) throws -> DecoderLayer {
    let decoder = checkpoint.decoder
    if decoder.layers.indices.contains(next) {
      for parameter in decoder.parameters(ofLayer: next) { checkpoint.tensor(parameter.name).readAhead() }
    }
    let prefix = DecoderDescription.prefix(ofLayer: index)
    var maps: [String: Weight] = [:]
    var vectors: [String: Matrix] = [:]
    for parameter in decoder.parameters(ofLayer: index) {
      let (tensor, name) = (checkpoint.tensor(parameter.name), String(parameter.name.dropFirst(prefix.count)))
      if parameter.shape.count == 2 {
        maps[name] = Weight(tensor)
      } else {
        vectors[name] = try Matrix(
          tensor, offset: name.hasSuffix("norm.weight") ? decoder.norms.weightOffset : 0)
      }
    }
    let weights = LayerWeights(maps: maps, vectors: vectors, description: decoder)
    return DecoderLayer(weights, index: index, description: decoder)
  }
}

extension Matrix {
  /// One row of a tensor's elements, `offset` added to each.
  convenience init(_ tensor: Tensor, offset: Double = 0) throws {
    self.init(uninitialized: 1, tensor.elementCount)
    try tensor.decode(into: UnsafeMutableBufferPointer(start: pointer, count: count))
    guard offset != 0 else { return }
    for index in 0..<count { pointer[index] += Float(offset) }
  }
}
