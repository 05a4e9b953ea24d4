import Checkpoints

/// Values of a layer's forward pass that its backward pass needs, all `[T × features]`; what is left out is computed from
/// them element by element. r and what follows it have the rows of the output that are read.
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
  var mlpOutputNorm: OptionalNorm.Trace?

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
