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

  /// Decodes layer `index`, its tensors in parallel.
  ///
  /// Throws `CheckpointError` when a weight is NaN or infinite.
  init(_ checkpoint: Checkpoint, layer index: Int, workers: Workers) throws {
    let description = checkpoint.decoder
    let names = description.parameters(ofLayer: index).map(\.name)
    let decoded = try workers.map(names.count) { try Matrix(checkpoint.tensor(names[$0])) }
    let matrices = Dictionary(uniqueKeysWithValues: zip(names, decoded))
    func matrix(_ name: String) throws -> Matrix {
      guard let matrix = matrices["model.layers.\(index).\(name)"] else {
        preconditionFailure("\(name) is not among the layer's parameters")
      }
      return matrix
    }
    func linear(_ name: String, bias: Bool) throws -> LinearMap {
      LinearMap(weight: try matrix("\(name).weight"), bias: bias ? try matrix("\(name).bias") : nil)
    }
    let biases = description.biases
    attentionInputNorm = try matrix("\(description.norms.attentionInput).weight")
    q = try linear("self_attn.q_proj", bias: biases.queryKeyValue)
    k = try linear("self_attn.k_proj", bias: biases.queryKeyValue)
    v = try linear("self_attn.v_proj", bias: biases.queryKeyValue)
    o = try linear("self_attn.o_proj", bias: biases.attentionOutput)
    mlpInputNorm = try matrix("\(description.norms.mlpInput).weight")
    gate = try linear("mlp.gate_proj", bias: biases.mlp)
    up = try linear("mlp.up_proj", bias: biases.mlp)
    down = try linear("mlp.down_proj", bias: biases.mlp)
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
