import Foundation

/// The input X of one or several gradients, restricted to the tokens that count and reduced once for all of them.
final class SpectrumInput {
  /// A lower triangle L with X Xᵀ = L Lᵀ.
  struct Triangle {
    /// [T × T]; the columns from `rank` on are zero.
    let lower: DoubleMatrix
    /// The columns of `lower` as rows, in `Float`.
    let floats: Matrix
    /// The rank of X.
    let rank: Int
    /// Row i of the triangle is the token of index `order[i]`.
    let order: [Int]
  }

  let tokens: SpectrumTokens
  /// X [T × n], each row divided by its unit.
  let rows: Matrix
  /// For each token the power of two that leaves its x with a length of 1 to 2.
  let units: [Double]

  init(_ matrix: Matrix, _ sums: RowSums, tokens: SpectrumTokens) {
    self.tokens = tokens
    units = tokens.first.map { exp2(floor(log2(sums.squares[$0]) / 2)) }
    rows = Matrix(rows: tokens.first.count, columns: matrix.columns)
    for (index, token) in tokens.first.enumerated() {
      let (source, target, scale) = (matrix.row(token), rows.row(index), 1 / units[index])
      for feature in 0..<matrix.columns { target[feature] = Float(Double(source[feature]) * scale) }
    }
  }

  /// Found without looking for pivots first, and with them where one is too small.
  ///
  /// With all rows about equally long, a pivot is the square of a token's distance from the span of those before it. One of
  /// 1e-15 is a distance of 3e-8, half a unit in the last place of a `Float`: what lies below is the rounding of X Xᵀ itself.
  private(set) lazy var triangle: Triangle = {
    let lower = SpectrumProduct.gram(rows)
    if LAPACK.cholesky(lower, tolerance: Self.smallestPivot) {
      return Triangle(
        lower: lower, floats: lower.lowerColumns, rank: rows.rows, order: Array(0..<rows.rows))
    }
    let again = SpectrumProduct.gram(rows)
    let factor = LAPACK.pivotedCholesky(again, tolerance: Self.smallestPivot)
    return Triangle(lower: again, floats: again.lowerColumns, rank: factor.rank, order: factor.order)
  }()

  private static let smallestPivot = 1e-15

  /// Δ [T × m] in `order` of the tokens, each δ times the unit of its x and divided by `scale`.
  func scaled(_ delta: Matrix, order: [Int], scale: Double) -> Matrix {
    let scaled = Matrix(rows: order.count, columns: delta.columns)
    var place = order
    for (row, index) in order.enumerated() {
      place[index] = row
      add(delta.row(tokens.first[index]), units[index] / scale, to: scaled.row(row), scaled.columns)
    }
    for other in tokens.repeated {
      add(
        delta.row(other.token), units[other.group] / scale, to: scaled.row(place[other.group]), scaled.columns
      )
    }
    return scaled
  }

  private func add(
    _ source: UnsafeMutablePointer<Float>, _ factor: Double, to target: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    for feature in 0..<count {
      target[feature] = Float(Double(target[feature]) + Double(source[feature]) * factor)
    }
  }
}
