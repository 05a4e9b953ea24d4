/// How the singular values of G = Δᵀ X [m × n] over T tokens are found: always as roots of the eigenvalues of the smallest
/// symmetric matrix there is, of side min(T, m, n), whose entries are formed in `Double`.
///
/// A matrix of products squares the singular values, so that what lies below about 1e-8 of the largest is lost in `Double`.
/// The factors are `Float`, whose own rounding is as large; in `Float` the loss would begin at 3e-4.
package enum SpectrumRoute: Equatable {
  /// T < m, n: with X Xᵀ = L Lᵀ, the eigenvalues of Lᵀ (Δ Δᵀ) L [T × T].
  case tokens
  /// m ≤ T < n: C = Δᵀ L [m × T] has the singular values of G; the eigenvalues of C Cᵀ [m × m].
  case outputs
  /// T ≥ n: G itself, and the eigenvalues of the smaller of G Gᵀ and Gᵀ G.
  case dense

  /// The route for T tokens, m outputs and n inputs; nothing else has a part in it.
  package init(tokens: Int, outputs: Int, inputs: Int) {
    self = tokens >= inputs ? .dense : tokens >= outputs ? .outputs : .tokens
  }
}
