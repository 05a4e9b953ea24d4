/// The input X of one or several gradients, restricted to some of its tokens and reduced once for all of them.
final class SpectrumInput {
  /// A lower triangle L with X Xᵀ = L Lᵀ up to the length of the rows.
  struct Triangle {
    /// [T × T]; the columns from `rank` on are zero.
    let lower: DoubleMatrix
    /// The rank of X.
    let rank: Int
    /// Row i of the triangle is the token `tokens[i]` of X, divided by `lengths[i]`.
    let tokens: [Int]
    let lengths: [Double]
  }

  /// The tokens that count, in ascending order; none of them is zero.
  let tokens: [Int]
  private let matrix: Matrix
  private let sums: RowSums

  init(_ matrix: Matrix, _ sums: RowSums, tokens: [Int]) {
    self.matrix = matrix
    self.sums = sums
    self.tokens = tokens
  }

  /// X as columns [n × T].
  private(set) lazy var columns = DoubleMatrix(
    matrix, tokens: tokens, factors: Array(repeating: 1, count: tokens.count))

  /// The triangle of X with rows of length 1.
  ///
  /// With all rows equally long, a pivot is the square of a token's distance from the span of those before it, relative to
  /// its length. One of 1e-15 is a distance of 3e-8, half a unit in the last place of a `Float`: what lies below is the
  /// rounding of X Xᵀ itself, as tokens leave that are repeated. Pivots are sought only where they are needed.
  private(set) lazy var triangle: Triangle = {
    let lengths = tokens.map { sums.squares[$0].squareRoot() }
    let rows = DoubleMatrix(matrix, tokens: tokens, factors: lengths.map { 1 / $0 })
    let lower = DoubleProduct.gramOfColumns(rows)
    if LAPACK.cholesky(lower, tolerance: Self.smallestPivot) {
      return Triangle(lower: lower, rank: tokens.count, tokens: tokens, lengths: lengths)
    }
    let again = DoubleProduct.gramOfColumns(rows)
    let factor = LAPACK.pivotedCholesky(again, tolerance: Self.smallestPivot)
    return Triangle(
      lower: again, rank: factor.rank, tokens: factor.order.map { tokens[$0] },
      lengths: factor.order.map { lengths[$0] })
  }()

  private static let smallestPivot = 1e-15
}
