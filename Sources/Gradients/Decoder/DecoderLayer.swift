import Checkpoints

/// One layer of the decoder: forward, and backward beside it.
///
/// T tokens, d hidden features. In the forward pass
///
///     a = norm(x)     q, k, v = maps of a, q and k normed and rotated    c = attention(q, k, v)
///     u = o(c)        r = x + norm(u)
///     b = norm(r)     m = down(activation(gate(b)) · up(b))              y = r + norm(m)
///
/// where a norm that the family does not have changes nothing.
package struct DecoderLayer {
  let weights: LayerWeights
  private let attention: Attention
  private let mlp: GatedMLP
  /// Index of the rotary embedding, among the sample's, that rotates q and k; nil for a layer without.
  private let rotaryIndex: Int?

  package init(_ weights: LayerWeights, index: Int, description: DecoderDescription) {
    self.weights = weights
    attention = Attention(description, layer: index)
    mlp = GatedMLP(activation: description.activation)
    rotaryIndex = description.layers[index].rotary
  }

  /// y [T × d] of x [T × d], with the rotary embeddings of the sample.
  package func forward(_ x: Matrix, rotaries: [RotaryEmbedding]) -> Matrix {
    let r = attend(x, rotaries).r
    let b = weights.mlpInputNorm.forward(r).y
    let hidden = mlp.forward(gate: weights.gate.forward(b), up: weights.up.forward(b))
    let y = weights.mlpOutputNorm.forward(weights.down.forward(hidden)).y
    y.add(r)
    return y
  }

  /// The factors of the layer's gradients, and dx [T × d] when `needsInput`, from dy [T × d].
  ///
  /// The layer's activations are computed anew from its input x [T × d].
  package func backward(
    _ dy: Matrix, x: Matrix, rotaries: [RotaryEmbedding], needsInput: Bool
  ) -> (factors: LayerFactors, dx: Matrix?) {
    let trace = attend(x, rotaries)
    let (dr, mlp) = backwardMLP(dy, r: trace.r)
    // r = x + norm(o(c)): the residual hands dr to both branches.
    let du = weights.attentionOutputNorm.backward(dr, trace.outputNorm)
    let dc = weights.o.backward(du)
    let (dq, dk, dv) = backwardAttention(dc, trace, rotaries)
    let factors = LayerFactors(input: trace.a, q: dq, k: dk, v: dv, attentionOutput: trace.c, o: du, mlp: mlp)
    guard needsInput else { return (factors, nil) }
    let da = weights.q.backward(dq)
    weights.k.backward(dk, addingTo: da)
    weights.v.backward(dv, addingTo: da)
    let dx = Matrix(copying: dr)
    weights.attentionInputNorm.backward(da, trace.inputNorm, addingTo: dx)
    return (factors, dx)
  }

  /// Matrices of the attention half that the backward pass needs, all `[T × features]`.
  private struct AttentionTrace {
    let a: Matrix
    let q: Matrix
    let k: Matrix
    let v: Matrix
    let c: Matrix
    let r: Matrix
    let inputNorm: OptionalNorm.Trace
    let queryNorm: OptionalNorm.Trace
    let keyNorm: OptionalNorm.Trace
    let outputNorm: OptionalNorm.Trace
  }

  /// The attention half of the forward pass, up to r.
  private func attend(_ x: Matrix, _ rotaries: [RotaryEmbedding]) -> AttentionTrace {
    let (a, inputNorm) = weights.attentionInputNorm.forward(x)
    let (q, queryNorm) = weights.queryNorm.forward(weights.q.forward(a))
    let (k, keyNorm) = weights.keyNorm.forward(weights.k.forward(a))
    let v = weights.v.forward(a)
    if let rotaryIndex {
      rotaries[rotaryIndex].forward(q)
      rotaries[rotaryIndex].forward(k)
    }
    let c = attention.forward(q: q, k: k, v: v)
    let (u, outputNorm) = weights.attentionOutputNorm.forward(weights.o.forward(c))
    u.add(x)
    return AttentionTrace(
      a: a, q: q, k: k, v: v, c: c, r: u, inputNorm: inputNorm, queryNorm: queryNorm, keyNorm: keyNorm,
      outputNorm: outputNorm)
  }

  /// Gradients of the outputs of the q, k and v projections from dc, those of attention's output.
  private func backwardAttention(
    _ dc: Matrix, _ trace: AttentionTrace, _ rotaries: [RotaryEmbedding]
  ) -> (dq: Matrix, dk: Matrix, dv: Matrix) {
    let (dq, dk, dv) = attention.backward(dc, q: trace.q, k: trace.k, v: trace.v)
    if let rotaryIndex {
      rotaries[rotaryIndex].backward(dq)
      rotaries[rotaryIndex].backward(dk)
    }
    return (weights.queryNorm.backward(dq, trace.queryNorm), weights.keyNorm.backward(dk, trace.keyNorm), dv)
  }

  /// dr [T × d] from dy [T × d] through the MLP half: y = r + norm(down(activation(gate(b)) · up(b))).
  private func backwardMLP(_ dy: Matrix, r: Matrix) -> (dr: Matrix, factors: MLPFactors) {
    let (b, inputNorm) = weights.mlpInputNorm.forward(r)
    let gate = weights.gate.forward(b)
    let up = weights.up.forward(b)
    let hidden = mlp.forward(gate: gate, up: up)
    let dm = backwardOutputNorm(dy, hidden: hidden)
    mlp.backward(weights.down.backward(dm), gate: gate, up: up)
    // `gate` and `up` hold their gradients from here on.
    let db = weights.gate.backward(gate)
    weights.up.backward(up, addingTo: db)
    let dr = Matrix(copying: dy)
    weights.mlpInputNorm.backward(db, inputNorm, addingTo: dr)
    return (dr, MLPFactors(input: b, gate: gate, up: up, hidden: hidden, down: dm))
  }

  /// dm [T × d] from dy; m itself is computed again only where a norm needs it.
  private func backwardOutputNorm(_ dy: Matrix, hidden: Matrix) -> Matrix {
    guard weights.mlpOutputNorm.norm != nil else { return dy }
    let m = weights.down.forward(hidden)
    return weights.mlpOutputNorm.backward(dy, weights.mlpOutputNorm.forward(m).trace)
  }
}

/// The factors of a layer's weight gradients for one sample: G = Δᵀ X for each projection.
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
