import Checkpoints

/// A decoder in `Double`, put together from `ReferenceBlocks` as its description says.
struct ReferenceDecoder {
  let description: DecoderDescription
  /// By their names in the checkpoint; a vector is one row. Offsets of norms are already added.
  var weights: [String: Grid]

  /// The loss of a text whose labels begin at `start`.
  func loss(_ ids: [Int32], start: Int) -> Double {
    let run = ids.dropLast()
    let embedding = weights[DecoderDescription.embeddingName] ?? Grid(rows: 0, columns: 0)
    var x = Grid(
      rows: run.count, columns: description.hiddenSize,
      values: run.flatMap { embedding.row(Int($0)).map { $0 * description.embeddingScale } })
    for layer in 0..<description.layerCount { x = self.layer(layer, x, tokens: ids.count) }
    let norms = description.norms
    x = ReferenceBlocks.norm(
      x, weights[DecoderDescription.outputNormName], epsilon: norms.epsilon, centres: norms.centres)
    let head = weights[description.outputHeadName] ?? embedding
    let logits = ReferenceBlocks.linear(x, head).scaled(by: description.logitScale)
    let labels = (max(start, 1)..<ids.count).map { (row: $0 - 1, id: Int(ids[$0])) }
    return ReferenceBlocks.loss(logits, labels: labels, softCap: description.logitSoftCap)
  }

  /// The output of layer `index` for its input x [T × d], in a text of `tokens` tokens.
  func layer(_ index: Int, _ x: Grid, tokens: Int) -> Grid {
    let prefix = DecoderDescription.prefix(ofLayer: index)
    let norms = description.norms
    func norm(_ x: Grid, _ name: String?) -> Grid {
      ReferenceBlocks.norm(
        x, name.flatMap { weights["\(prefix)\($0).weight"] }, epsilon: norms.epsilon, centres: norms.centres)
    }
    let a = norm(x, norms.attentionInput)
    let attended = linear(attention(index, a, tokens: tokens), "\(prefix)self_attn.o_proj")
    let r = x + norm(attended, norms.attentionOutput).scaled(by: description.residualScale)
    let b = description.runsBlocksInParallel ? a : norm(r, norms.mlpInput)
    let fused = description.fusesProjections ? linear(b, "\(prefix)mlp.gate_up_proj") : nil
    let inner = description.intermediateSize
    let gate = fused.map { columns($0, 0..<inner) } ?? linear(b, "\(prefix)mlp.gate_proj")
    let up = fused.map { columns($0, inner..<2 * inner) } ?? linear(b, "\(prefix)mlp.up_proj")
    let hidden = ReferenceBlocks.gated(gate, up, description.activation)
    let m = norm(linear(hidden, "\(prefix)mlp.down_proj"), norms.mlpOutput)
    return r + m.scaled(by: description.residualScale)
  }

  private func attention(_ index: Int, _ a: Grid, tokens: Int) -> Grid {
    let prefix = DecoderDescription.prefix(ofLayer: index) + "self_attn."
    let (query, shared) = (description.queryWidth, description.keyValueWidth)
    let fused = description.fusesProjections ? linear(a, "\(prefix)qkv_proj") : nil
    let q = fused.map { columns($0, 0..<query) } ?? linear(a, "\(prefix)q_proj")
    let k = fused.map { columns($0, query..<query + shared) } ?? linear(a, "\(prefix)k_proj")
    let v = fused.map { columns($0, query + shared..<query + 2 * shared) } ?? linear(a, "\(prefix)v_proj")
    return ReferenceBlocks.attention(
      q: placed(q, "\(prefix)q_norm", index, tokens), k: placed(k, "\(prefix)k_norm", index, tokens), v: v,
      description, layer: index)
  }

  /// q or k after its norm and its rotary embedding.
  private func placed(_ x: Grid, _ norm: String, _ layer: Int, _ tokens: Int) -> Grid {
    let width = description.norms.queryKey == .head ? description.headDimension : nil
    let normed = ReferenceBlocks.norm(
      x, weights["\(norm).weight"], epsilon: description.norms.epsilon, centres: description.norms.centres,
      width: width)
    guard let rotary = description.layers[layer].rotary else { return normed }
    return ReferenceBlocks.rotate(
      normed, description.rotaries[rotary], headDimension: description.headDimension, tokens: tokens)
  }

  private func linear(_ x: Grid, _ name: String) -> Grid {
    guard let weight = weights["\(name).weight"] else { preconditionFailure("\(name) is missing") }
    return ReferenceBlocks.linear(x, weight, bias: weights["\(name).bias"])
  }

  private func columns(_ x: Grid, _ range: Range<Int>) -> Grid {
    Grid(rows: x.rows, columns: range.count, values: (0..<x.rows).flatMap { x.row($0)[range] })
  }
}
