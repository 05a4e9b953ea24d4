/// The factors of a layer's weight gradients for one sample: G = Δᵀ X for each projection.
///
/// T tokens; `input` and `mixed` are X, the others Δ, the gradients of the projections' outputs.
struct LayerFactors {
  /// X of q, k and v: the normed input [T × d].
  let input: Matrix
  /// Δ of q [T × H·h], k and v [T × K·h].
  let q: Matrix
  let k: Matrix
  let v: Matrix
  /// X of o: the heads' outputs side by side [T × H·h].
  let mixed: Matrix
  /// Δ of o [T × d].
  let o: Matrix

  /// Δ of `projection`.
  func delta(_ projection: Projection) -> Matrix {
    switch projection {
    case .q: q
    case .k: k
    case .v: v
    case .o: o
    }
  }
}
