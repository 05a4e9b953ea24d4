/// One factor of a gradient, reduced by QR to as few rows as carry its spectrum.
///
/// For F [T × n] with T < n, Fᵀ = Q R with orthonormal Q, so F can be replaced by Rᵀ [T × T] in any
/// product whose singular values are wanted. With T ≥ n there is nothing to gain and F stays.
/// Householder QR in `Double`: Gram matrices would square the condition number and lose the tail.
struct QRFactor {
  /// Column-major `[rows × tokens]`: R, or Fᵀ as it was.
  let values: [Double]
  /// min(T, n).
  let rows: Int
  /// T.
  let tokens: Int
  /// n, the features of the factor before the reduction.
  let features: Int
  /// Σ over the features of each token: what the mean of the gradient's elements needs.
  let tokenSums: [Double]

  /// Reduces f [T × n], which must be finite.
  init(_ f: Matrix) {
    features = f.columns
    tokens = f.rows
    rows = min(f.rows, f.columns)
    // Row-major [T × n] is column-major [n × T], the transpose: no data moves.
    let transposed = (0..<f.count).map { Double(f.pointer[$0]) }
    tokenSums = (0..<f.rows).map { token in
      transposed[token * f.columns..<(token + 1) * f.columns].reduce(0, +)
    }
    values =
      f.rows < f.columns ? LAPACK.triangle(transposed, rows: f.columns, columns: f.rows) : transposed
  }

  /// True when every element of `f` is finite.
  static func isFinite(_ f: Matrix) -> Bool {
    var probe: Float = 0
    for index in 0..<f.count { probe += f.pointer[index] * 0 }
    return probe == 0
  }
}
