import Checkpoints

/// One layer of the decoder: forward, and backward beside it.
///
/// T tokens, d hidden features. In the forward pass
///
///     a = norm(x)     q, k, v = maps of a, q and k normed and rotated    c = attention(q, k, v)
///     u = o(c)        r = x + s·norm(u)
///     b = norm(r)     m = down(activation(gate(b)) · up(b))              y = r + s·norm(m)
///
/// where a norm that the family does not have changes nothing, and s is the factor on residuals, 1 in most. In families that run
/// the blocks in parallel, b = a.
package struct DecoderLayer {
  let weights: LayerWeights
  private let attention: Attention
  private let mlp: GatedMLP
  /// Index of the rotary embedding, among the sample's, that rotates q and k; nil for a layer without.
  private let rotaryIndex: Int?
  /// Factor on what is added to the residual.
  private let scale: Float
  /// Whether the MLP reads what attention reads.
  private let isParallel: Bool

  package init(_ weights: LayerWeights, index: Int, description: DecoderDescription) {
    self.weights = weights
    attention = Attention(description, layer: index)
    mlp = GatedMLP(activation: description.activation)
    rotaryIndex = description.layers[index].rotary
    scale = Float(description.residualScale)
    isParallel = description.runsBlocksInParallel
  }

  /// y of x [T × d], and what the backward pass needs; y has the rows that are read, [T × d] or [L × d].
  ///
  /// Throws `CheckpointError` when a weight is NaN or infinite.
  package func forward(
    _ x: Matrix, _ tokens: BatchTokens, _ read: OutputRows = .all, _ workers: Workers
  ) throws -> (y: Matrix, trace: LayerTrace) {
    let trace = try trace(x, tokens, read, workers)
    let hidden = mlp.forward(gate: trace.gate, up: trace.up, workers)
    let m = try Product.forward(hidden, [weights.down], workers)[0]
    let (normed, outputNorm) = weights.mlpOutputNorm.forward(m, workers)
    let y = normed.scaled(by: scale, workers)
    y.add(trace.r, workers)
    trace.mlpOutputNorm = outputNorm
    return (y, trace)
  }

  /// All of the forward pass but the MLP's output: what a backward pass computes anew when it was not kept.
  package func trace(
    _ x: Matrix, _ tokens: BatchTokens, _ read: OutputRows = .all, _ workers: Workers
  ) throws -> LayerTrace {
    let (a, _) = weights.attentionInputNorm.forward(x, workers)
    let qkv = try Product.forward(a, [weights.q, weights.k, weights.v], workers)
    let (q, queryNorm) = weights.queryNorm.forward(qkv[0], workers)
    let (k, keyNorm) = weights.keyNorm.forward(qkv[1], workers)
    rotate(q, k, direction: 1, tokens, workers)
    let c = attention.forward(q: q, k: k, v: qkv[2], tokens, workers)
    let u = try Product.forward(read.picked(c, workers), [weights.o], workers)[0]
    let (normed, attentionOutputNorm) = weights.attentionOutputNorm.forward(u, workers)
    let r = normed.scaled(by: scale, workers)
    r.add(read.picked(x, workers), workers)
    let b = isParallel ? read.picked(a, workers) : weights.mlpInputNorm.forward(r, workers).y
    let both = try Product.forward(b, [weights.gate, weights.up], workers)
    return LayerTrace(
      x: x, q: q, k: k, v: qkv[2], c: c, r: r, gate: both[0], up: both[1], queryNorm: queryNorm,
      keyNorm: keyNorm, attentionOutputNorm: attentionOutputNorm)
  }

  /// The factors of the layer's gradients, and dx [T × d] when `needsInput`, from dy, of the rows that are read.
  ///
  /// Takes what it needs out of the trace, which is of no use afterwards.
  package func backward(
    _ dy: Matrix, _ trace: LayerTrace, _ tokens: BatchTokens, _ read: OutputRows = .all, needsInput: Bool,
    _ workers: Workers
  ) throws -> (factors: LayerFactors, dx: Matrix?) {
    let (dr, db, mlp) = try backwardMLP(dy, trace, read, workers)
    // r = x + s·norm(o(c)): the residual hands dr to both branches.
    let du = weights.attentionOutputNorm.backward(
      dr.scaled(by: scale, workers), trace.attentionOutputNorm, workers)
    let dc = read.scattered(Product.backward([(du, weights.o)], workers), workers)
    let (dq, dk, dv) = backwardAttention(dc, trace, tokens, workers)
    let (a, inputNorm) = weights.attentionInputNorm.forward(trace.x, workers)
    let factors = LayerFactors(
      input: a, q: dq, k: dk, v: dv, attentionOutput: trace.c, o: read.scattered(du, workers),
      mlp: mlp.scattered(read, workers))
    guard needsInput else { return (factors, nil) }
    let da = Product.backward([(dq, weights.q), (dk, weights.k), (dv, weights.v)], workers)
    if let db { da.add(read.scattered(db, workers), workers) }
    let dx = Matrix(copying: read.scattered(dr, workers))
    weights.attentionInputNorm.backward(da, inputNorm, addingTo: dx, workers)
    return (factors, dx)
  }

  /// Rotates q and k by the positions of their tokens, or back.
  private func rotate(_ q: Matrix, _ k: Matrix, direction: Float, _ tokens: BatchTokens, _ workers: Workers) {
    guard let rotaryIndex else { return }
    tokens.rotate(q, by: rotaryIndex, direction: direction, workers)
    tokens.rotate(k, by: rotaryIndex, direction: direction, workers)
  }

  /// Gradients of the outputs of the q, k and v projections from dc, those of attention's output.
  private func backwardAttention(
    _ dc: Matrix, _ trace: LayerTrace, _ tokens: BatchTokens, _ workers: Workers
  ) -> (dq: Matrix, dk: Matrix, dv: Matrix) {
    let (dq, dk, dv) = attention.backward(dc, q: trace.q, k: trace.k, v: trace.v, tokens, workers)
    rotate(dq, dk, direction: -1, tokens, workers)
    return (
      weights.queryNorm.backward(dq, trace.queryNorm, workers),
      weights.keyNorm.backward(dk, trace.keyNorm, workers), dv
    )
  }

  /// dr from dy, of the same shape, through the MLP half: y = r + s·norm(down(activation(gate(b)) · up(b))). What reaches
  /// attention's input instead, in parallel blocks, is db.
  private func backwardMLP(
    _ dy: Matrix, _ trace: LayerTrace, _ read: OutputRows, _ workers: Workers
  ) throws -> (dr: Matrix, db: Matrix?, factors: MLPFactors) {
    let (b, inputNorm) =
      isParallel
      ? weights.attentionInputNorm.forward(read.picked(trace.x, workers), workers)
      : weights.mlpInputNorm.forward(trace.r, workers)
    let (gate, up) = (trace.gate, trace.up)
    let hidden = mlp.forward(gate: gate, up: up, workers)
    let dm = try backwardOutputNorm(dy.scaled(by: scale, workers), trace, hidden, workers)
    mlp.backward(Product.backward([(dm, weights.down)], workers), gate: gate, up: up, workers)
    // `gate` and `up` hold their gradients from here on.
    let db = Product.backward([(gate, weights.gate), (up, weights.up)], workers)
    let factors = MLPFactors(input: b, gate: gate, up: up, hidden: hidden, down: dm)
    guard !isParallel else { return (dy, db, factors) }
    let dr = Matrix(copying: dy)
    weights.mlpInputNorm.backward(db, inputNorm, addingTo: dr, workers)
    return (dr, nil, factors)
  }

  /// dm [T × d] from dy; m itself is computed again only where a norm needs it and it was not kept.
  private func backwardOutputNorm(
    _ dy: Matrix, _ trace: LayerTrace, _ hidden: Matrix, _ workers: Workers
  ) throws -> Matrix {
    let norm = weights.mlpOutputNorm
    if norm.norm != nil && trace.mlpOutputNorm == nil {
      trace.mlpOutputNorm =
        norm.forward(try Product.forward(hidden, [weights.down], workers)[0], workers).trace
    }
    return norm.backward(dy, trace.mlpOutputNorm, workers)
  }
}
