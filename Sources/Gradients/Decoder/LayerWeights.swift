import Checkpoints

/// The weights of one decoder layer as `Float`, beside their names in the checkpoint.
package struct LayerWeights: Sendable {
  let attentionInputNorm: OptionalNorm
  let q: LinearMap
  let k: LinearMap
  let v: LinearMap
  let queryNorm: OptionalNorm
  let keyNorm: OptionalNorm
  let o: LinearMap
  let attentionOutputNorm: OptionalNorm
  let mlpInputNorm: OptionalNorm
  let gate: LinearMap
  let up: LinearMap
  let down: LinearMap
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

    func map(_ name: String) -> LinearMap {
      LinearMap(weight: weight(name), bias: matrices["\(name).bias"])
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
