import Checkpoints

/// One layer of the decoder: forward, and backward beside it.
///
/// Letters: T tokens, d hidden features, H and K query and key-value heads of h features, f MLP
/// features. In the forward pass
///
///     a = norm(x)     q, k, v = maps of a, q and k rotated     c = attention(q, k, v)
///     r = x + o(c)    b = norm(r)    y = r + down(activation(gate(b)) · up(b))
struct DecoderLayer {
  let weights: LayerWeights
  let epsilon: Double
  let attention: Attention
  let mlp: GatedMLP
  let rotary: RotaryEmbedding

  init(_ weights: LayerWeights, description: DecoderDescription, rotary: RotaryEmbedding) {
    self.weights = weights
    epsilon = description.norms.epsilon
    attention = Attention(description)
    mlp = GatedMLP(activation: description.activation)
    self.rotary = rotary
  }

  /// What the backward pass needs of the forward pass, all `[T × features]`.
  struct Activations {
    let a: Matrix
    let normScales: [Float]
    let q: Matrix
    let k: Matrix
    let v: Matrix
    let c: Matrix
    let r: Matrix
  }

  /// y [T × d] of x [T × d].
  func forward(_ x: Matrix) -> Matrix {
    let r = attend(x).r
    let b = RMSNorm.forward(r, weight: weights.mlpInputNorm, epsilon: epsilon).y
    let hidden = mlp.forward(gate: weights.gate.forward(b), up: weights.up.forward(b))
    let y = weights.down.forward(hidden)
    y.add(r)
    return y
  }

  /// The factors of the layer's gradients, and dx [T × d] when `needsInput`, from dy [T × d].
  ///
  /// The layer's activations are computed anew from its input x [T × d].
  func backward(_ dy: Matrix, x: Matrix, needsInput: Bool) -> (factors: LayerFactors, dx: Matrix?) {
    let activations = attend(x)
    let dr = backwardMLP(dy, r: activations.r)
    // r = x + o(c): the residual hands dr to both branches.
    let dc = weights.o.backward(dr)
    let (dq, dk, dv) = attention.backward(dc, q: activations.q, k: activations.k, v: activations.v)
    rotary.backward(dq)
    rotary.backward(dk)
    let factors = LayerFactors(input: activations.a, q: dq, k: dk, v: dv, mixed: activations.c, o: dr)
    guard needsInput else { return (factors, nil) }
    let da = weights.q.backward(dq)
    weights.k.backward(dk, addingTo: da)
    weights.v.backward(dv, addingTo: da)
    let dx = Matrix(copying: dr)
    RMSNorm.backward(
      da, x: x, weight: weights.attentionInputNorm, scales: activations.normScales, addingTo: dx)
    return (factors, dx)
  }

  /// The attention half of the forward pass, up to r.
  private func attend(_ x: Matrix) -> Activations {
    let (a, scales) = RMSNorm.forward(x, weight: weights.attentionInputNorm, epsilon: epsilon)
    let q = weights.q.forward(a)
    let k = weights.k.forward(a)
    let v = weights.v.forward(a)
    rotary.forward(q)
    rotary.forward(k)
    let c = attention.forward(q: q, k: k, v: v)
    let r = weights.o.forward(c)
    r.add(x)
    return Activations(a: a, normScales: scales, q: q, k: k, v: v, c: c, r: r)
  }

  /// dr [T × d] from dy [T × d] through the MLP half: y = r + down(activation(gate(b)) · up(b)).
  private func backwardMLP(_ dy: Matrix, r: Matrix) -> Matrix {
    let (b, scales) = RMSNorm.forward(r, weight: weights.mlpInputNorm, epsilon: epsilon)
    let gate = weights.gate.forward(b)
    let up = weights.up.forward(b)
    mlp.backward(weights.down.backward(dy), gate: gate, up: up)
    let db = weights.gate.backward(gate)
    weights.up.backward(up, addingTo: db)
    let dr = Matrix(copying: dy)
    RMSNorm.backward(db, x: r, weight: weights.mlpInputNorm, scales: scales, addingTo: dr)
    return dr
  }
}
