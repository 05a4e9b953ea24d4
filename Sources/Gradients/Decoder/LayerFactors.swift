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
  /// X of o: the heads' outputs side by side [T × H·h].
  let mixed: Matrix
  /// Δ of o [T × d].
  let o: Matrix
  let mlp: MLPFactors

  /// The factors of `projection`.
  package func pair(_ projection: Projection) -> FactorPair {
    switch projection {
    case .q: FactorPair(delta: q, input: input)
    case .k: FactorPair(delta: k, input: input)
    case .v: FactorPair(delta: v, input: input)
    case .o: FactorPair(delta: o, input: mixed)
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

/// The two factors of one gradient G = Δᵀ X.
package struct FactorPair {
  /// Δ [T × m].
  package let delta: Matrix
  /// X [T × n].
  package let input: Matrix

  /// [m × n].
  var shape: (rows: Int, columns: Int) { (delta.columns, input.columns) }
}
