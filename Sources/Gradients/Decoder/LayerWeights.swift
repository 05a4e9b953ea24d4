import Checkpoints

/// The weights of one decoder layer as `Float`, beside their names in the checkpoint.
struct LayerWeights: Sendable {
  let attentionInputNorm: Matrix
  let q: LinearMap
  let k: LinearMap
  let v: LinearMap
  let o: LinearMap
  let mlpInputNorm: Matrix
  let gate: LinearMap
  let up: LinearMap
  let down: LinearMap

  /// The weights of one layer from its matrices, by name within the layer (`mlp.up_proj.weight`).
  init(_ matrices: [String: Matrix], description: DecoderDescription) {
    func matrix(_ name: String) -> Matrix {
      guard let matrix = matrices[name] else {
        preconditionFailure("\(name) is not among the layer's parameters")
      }
      return matrix
    }
    func linear(_ name: String, bias: Bool) -> LinearMap {
      LinearMap(weight: matrix("\(name).weight"), bias: bias ? matrix("\(name).bias") : nil)
    }
    let biases = description.biases
    attentionInputNorm = matrix("\(description.norms.attentionInput).weight")
    q = linear("self_attn.q_proj", bias: biases.queryKeyValue)
    k = linear("self_attn.k_proj", bias: biases.queryKeyValue)
    v = linear("self_attn.v_proj", bias: biases.queryKeyValue)
    o = linear("self_attn.o_proj", bias: biases.attentionOutput)
    mlpInputNorm = matrix("\(description.norms.mlpInput).weight")
    gate = linear("mlp.gate_proj", bias: biases.mlp)
    up = linear("mlp.up_proj", bias: biases.mlp)
    down = linear("mlp.down_proj", bias: biases.mlp)
  }
}

extension Matrix {
  /// Decodes a tensor of one or two dimensions; one dimension becomes one row.
  convenience init(_ tensor: Tensor) throws {
    let columns = tensor.shape.last ?? 1
    self.init(rows: tensor.elementCount / max(columns, 1), columns: columns)
    try tensor.decode(into: UnsafeMutableBufferPointer(start: pointer, count: count))
  }
}
