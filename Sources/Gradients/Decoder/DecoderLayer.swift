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

  /// y [T × d] of x [T × d], and what the backward pass needs.
  ///
  /// Throws `CheckpointError` when a weight is NaN or infinite.
  package func forward(_ x: Matrix, _ tokens: BatchTokens, _ workers: Workers) throws -> (
    y: Matrix, trace: LayerTrace
  ) {
    let trace = try trace(x, tokens, workers)
    let hidden = mlp.forward(gate: trace.gate, up: trace.up, workers)
    let m = try Product.forward(hidden, [weights.down], workers)[0]
    let (normed, outputNorm) = weights.mlpOutputNorm.forward(m, workers)
    let y = normed.scaled(by: scale, workers)
    y.add(trace.r, workers)
    trace.mlpOutputNorm = outputNorm
    return (y, trace)
  }

  /// All of the forward pass but the MLP's output: what a backward pass computes anew when it was not kept.
  package func trace(_ x: Matrix, _ tokens: BatchTokens, _ workers: Workers) throws -> LayerTrace {
    let (a, _) = weights.attentionInputNorm.forward(x, workers)
    let qkv = try Product.forward(a, [weights.q, weights.k, weights.v], workers)
    let (q, queryNorm) = weights.queryNorm.forward(qkv[0], workers)
    let (k, keyNorm) = weights.keyNorm.forward(qkv[1], workers)
    rotate(q, k, direction: 1, tokens, workers)
    let c = attention.forward(q: q, k: k, v: qkv[2], tokens, workers)
    let u = try Product.forward(c, [weights.o], workers)[0]
    let (normed, attentionOutputNorm) = weights.attentionOutputNorm.forward(u, workers)
    let r = normed.scaled(by: scale, workers)
    r.add(x, workers)
    let b = isParallel ? a : weights.mlpInputNorm.forward(r, workers).y
    let both = try Product.forward(b, [weights.gate, weights.up], workers)
    return LayerTrace(
      x: x, q: q, k: k, v: qkv[2], c: c, r: r, gate: both[0], up: both[1], queryNorm: queryNorm,
      keyNorm: keyNorm, attentionOutputNorm: attentionOutputNorm)
  }

  /// The factors of the layer's gradients, and dx [T × d] when `needsInput`, from dy [T × d].
  ///
  /// Takes what it needs out of the trace, which is of no use afterwards.
  package func backward(
    _ dy: Matrix, _ trace: LayerTrace, _ tokens: BatchTokens, needsInput: Bool, _ workers: Workers
  ) throws -> (factors: LayerFactors, dx: Matrix?) {
    let (dr, db, mlp) = try backwardMLP(dy, trace, workers)
    // r = x + s·norm(o(c)): the residual hands dr to both branches.
    let du = weights.attentionOutputNorm.backward(
      dr.scaled(by: scale, workers), trace.attentionOutputNorm, workers)
    let dc = Product.backward([(du, weights.o)], workers)
    let (dq, dk, dv) = backwardAttention(dc, trace, tokens, workers)
    let (a, inputNorm) = weights.attentionInputNorm.forward(trace.x, workers)
    let factors = LayerFactors(input: a, q: dq, k: dk, v: dv, attentionOutput: trace.c, o: du, mlp: mlp)
    guard needsInput else { return (factors, nil) }
    let da = Product.backward([(dq, weights.q), (dk, weights.k), (dv, weights.v)], workers)
    if let db { da.add(db, workers) }
    let dx = Matrix(copying: dr)
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

  /// dr [T × d] from dy [T × d] through the MLP half: y = r + s·norm(down(activation(gate(b)) · up(b))). What reaches
  /// attention's input instead, in parallel blocks, is db.
  private func backwardMLP(
    _ dy: Matrix, _ trace: LayerTrace, _ workers: Workers
  ) throws -> (dr: Matrix, db: Matrix?, factors: MLPFactors) {
    let (b, inputNorm) =
      isParallel
      ? weights.attentionInputNorm.forward(trace.x, workers) : weights.mlpInputNorm.forward(trace.r, workers)
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

/// Values of a layer's forward pass that its backward pass needs, all `[T × features]`; what is left out is computed from
/// them element by element.
package final class LayerTrace {
  /// The layer's input.
  let x: Matrix
  /// After norm and rotary embedding.
  let q: Matrix
  let k: Matrix
  let v: Matrix
  /// Attention's output.
  let c: Matrix
  /// Input of the MLP half.
  let r: Matrix
  let gate: Matrix
  let up: Matrix
  let queryNorm: OptionalNorm.Trace?
  let keyNorm: OptionalNorm.Trace?
  let attentionOutputNorm: OptionalNorm.Trace?
  fileprivate(set) var mlpOutputNorm: OptionalNorm.Trace?

  init(
    x: Matrix, q: Matrix, k: Matrix, v: Matrix, c: Matrix, r: Matrix, gate: Matrix, up: Matrix,
    queryNorm: OptionalNorm.Trace?, keyNorm: OptionalNorm.Trace?, attentionOutputNorm: OptionalNorm.Trace?
  ) {
    self.x = x
    self.q = q
    self.k = k
    self.v = v
    self.c = c
    self.r = r
    self.gate = gate
    self.up = up
    self.queryNorm = queryNorm
    self.keyNorm = keyNorm
    self.attentionOutputNorm = attentionOutputNorm
  }

  /// Numbers that a trace holds for each token of a decoder.
  static func features(of decoder: DecoderDescription) -> Int {
    let norms = decoder.norms
    let (d, q, k) = (decoder.hiddenSize, decoder.queryWidth, decoder.keyValueWidth)
    return 2 * d + 2 * q + 2 * k + 2 * decoder.intermediateSize + (norms.queryKey == .none ? 0 : q + k)
      + (norms.attentionOutput == nil ? 0 : d) + (norms.mlpOutput == nil ? 0 : d)
  }
}

/// The factors of a layer's weight gradients, G = Δᵀ X for each projection: of a batch, or of one of its samples.
///
/// T tokens. X is the input of a projection, Δ the gradient of its output.
package struct LayerFactors {
  /// X of q, k and v: the layer's input after its norm [T × d].
  let input: Matrix
  /// Δ of q [T × H·h], k and v [T × K·h].
  let q: Matrix
  let k: Matrix
  let v: Matrix
  /// X of o: the outputs of the heads side by side [T × H·h].
  let attentionOutput: Matrix
  /// Δ of o [T × d].
  let o: Matrix
  let mlp: MLPFactors

  /// Those of the sample whose tokens are `rows`, in the same memory.
  package func sample(_ rows: Range<Int>) -> LayerFactors {
    LayerFactors(
      input: input.slice(rows), q: q.slice(rows), k: k.slice(rows), v: v.slice(rows),
      attentionOutput: attentionOutput.slice(rows), o: o.slice(rows),
      mlp: MLPFactors(
        input: mlp.input.slice(rows), gate: mlp.gate.slice(rows), up: mlp.up.slice(rows),
        hidden: mlp.hidden.slice(rows), down: mlp.down.slice(rows)))
  }

  /// The factors of `projection`.
  package func pair(_ projection: Projection) -> FactorPair {
    switch projection {
    case .q: FactorPair(delta: q, input: input)
    case .k: FactorPair(delta: k, input: input)
    case .v: FactorPair(delta: v, input: input)
    case .o: FactorPair(delta: o, input: attentionOutput)
    case .gate: FactorPair(delta: mlp.gate, input: mlp.input)
    case .up: FactorPair(delta: mlp.up, input: mlp.input)
    case .down: FactorPair(delta: mlp.down, input: mlp.hidden)
    }
  }
}

/// The factors of the MLP's gradients.
struct MLPFactors {
  /// X of gate and up: the MLP's input after its norm [T × d].
  let input: Matrix
  /// Δ of gate and up [T × f].
  let gate: Matrix
  let up: Matrix
  /// X of down [T × f].
  let hidden: Matrix
  /// Δ of down [T × d].
  let down: Matrix
}
