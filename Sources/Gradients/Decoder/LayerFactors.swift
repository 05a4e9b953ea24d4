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

  /// Those of all T tokens, where these are of the rows that are read: zeros elsewhere.
  func scattered(_ read: OutputRows, _ workers: Workers) -> MLPFactors {
    MLPFactors(
      input: read.scattered(input, workers), gate: read.scattered(gate, workers),
      up: read.scattered(up, workers), hidden: read.scattered(hidden, workers),
      down: read.scattered(down, workers))
  }
}
