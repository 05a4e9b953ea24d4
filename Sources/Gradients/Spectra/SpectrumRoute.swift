/// How the singular values of G = Δᵀ X [m × n] over T tokens are found: as roots of the eigenvalues of a symmetric matrix of
/// products that is formed in `Double`, of the matrix itself or of the band that reflections leave of it (``reflects(_:_:)``).
///
/// Products square the singular values, so that in `Double` those below about 1e-8 of the largest are lost. That is what the
/// rounding of the factors is worth, which are `Float`; so the matrix whose products are formed may be `Float` as well, where it is
/// large enough to matter for time. Products in `Float` would lose all below 3e-4.
package enum SpectrumRoute: Equatable {
  /// T < n and 3 T ≤ m: with X Xᵀ = L Lᵀ, the eigenvalues of Lᵀ (Δ Δᵀ) L [T × T].
  case tokens
  /// T < n: the core C = Δᵀ L [m × T], and the eigenvalues of the smaller of C Cᵀ and Cᵀ C.
  case core
  /// T ≥ n: G itself, and the eigenvalues of the smaller of G Gᵀ and Gᵀ G.
  case dense

  /// The route for T tokens, m outputs and n inputs; nothing else has a part in it.
  package init(tokens: Int, outputs: Int, inputs: Int) {
    self = tokens >= inputs ? .dense : 3 * tokens <= outputs ? .tokens : .core
  }

  /// The largest side of a core or a gradient that is formed in `Double`: there it takes next to no time.
  static let sideInDouble = 128

  /// Whether the core or the gradient is formed in `Float`.
  static func isInFloat(tokens: Int, outputs: Int, inputs: Int) -> Bool {
    SpectrumRoute(tokens: tokens, outputs: outputs, inputs: inputs) != .tokens
      && min(tokens, outputs, inputs) > sideInDouble
  }

  /// Whether the triangle of the inputs is found in `Float` by reflections, or by the Cholesky factor of their products in
  /// `Double`, which the route by tokens needs: most gradients of so many tokens take that one.
  static func reflectsInputs(tokens: Int, inputs: Int) -> Bool { 3 * tokens > inputs }

  /// Whether a matrix in `Float` of these sides is reduced to a band by reflections; else its products are formed in `Double`, which
  /// is less work for one that is much longer than wide.
  static func reflects(_ side: Int, _ other: Int) -> Bool {
    min(side, other) > sideInDouble && 2 * max(side, other) <= 3 * min(side, other)
  }

  /// Squares of σ₁ below which an eigenvalue is rounding: of products in `Double`, and of reflections in `Float`.
  static let (roundingOfProducts, roundingOfReflections) = (1e-14, 1e-13)

  /// Whether so many eigenvalues are rounding, below `limit` times the largest, that they have a part in the sum of their roots:
  /// more than one in fifty. So it is in the last layer, where few labels give keys and values of low rank; their singular
  /// values are found in a slower way.
  static func isRounding(_ eigenvalues: [Double], below limit: Double) -> Bool {
    let limit = limit * (eigenvalues.last ?? 0)
    return eigenvalues.prefix { $0 < limit }.count * 50 > eigenvalues.count
  }
}
