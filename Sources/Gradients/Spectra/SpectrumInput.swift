import Foundation
internal import Kernels

/// The input X of one or several gradients, restricted to the tokens that count and reduced once for all of them.
final class SpectrumInput {
  /// A lower triangle L with X Xᵀ = L Lᵀ.
  struct Triangle<Element: BinaryFloatingPoint> {
    /// [T × T] or filled up with zeros; the columns from `rank` on are zero.
    let lower: ColumnMatrix<Element>
    /// The rank of X.
    let rank: Int
    /// Row i of the triangle is the token of index `order[i]`.
    let order: [Int]
  }

  let tokens: SpectrumTokens
  /// For each token the power of two that leaves its x with a length of 1 to 2.
  let units: [Double]
  private let matrix: Matrix

  /// n.
  var featureCount: Int { matrix.columns }

  init(_ matrix: Matrix, _ sums: RowSums, tokens: SpectrumTokens) {
    self.tokens = tokens
    self.matrix = matrix
    units = tokens.first.map { exp2(floor(log2(sums.squares[$0]) / 2)) }
  }

  /// X as columns [n × T], each divided by its unit.
  private(set) lazy var columns: ColumnMatrix<Double> = {
    let columns = ColumnMatrix<Double>(rows: matrix.columns, columns: tokens.first.count)
    for (index, token) in tokens.first.enumerated() {
      kernels_scale(matrix.columns, matrix.row(token), 1 / units[index], 0, columns.column(index))
    }
    return columns
  }()

  /// The same in `Float`, which is exact: units are powers of two.
  private(set) lazy var columnsInFloat: ColumnMatrix<Float> = {
    let columns = ColumnMatrix<Float>(rows: matrix.columns, columns: tokens.first.count)
    for (index, token) in tokens.first.enumerated() {
      kernels_rescale(matrix.columns, matrix.row(token), 1 / units[index], columns.column(index))
    }
    return columns
  }()

  /// Found without looking for pivots first, and with them where one is too small.
  ///
  /// With all rows about equally long, a pivot is the square of a token's distance from the span of those before it. One of
  /// 1e-15 is a distance of 3e-8, half a unit in the last place of a `Float`: what lies below is the rounding of X Xᵀ itself.
  private(set) lazy var triangle: Triangle<Double> = {
    let lower = SpectrumProduct.gramOfColumns(columns)
    if LAPACK.cholesky(lower, tolerance: Self.smallestPivot) {
      return Triangle(
        lower: lower, rank: lower.rows, order: Array(0..<lower.rows))
    }
    let again = SpectrumProduct.gramOfColumns(columns)
    let factor = LAPACK.pivotedCholesky(again, tolerance: Self.smallestPivot)
    return Triangle(lower: again, rank: factor.rank, order: factor.order)
  }()

  /// A triangle in `Float`: of reflections, which need no pivots, or the one in `Double`, rounded.
  private(set) lazy var triangleInFloat: Triangle<Float> = {
    let count = units.count
    if SpectrumRoute.reflectsInputs(tokens: count, inputs: featureCount) {
      return Triangle(
        lower: OrthogonalReduction.triangle(of: columnsInFloat), rank: count, order: Array(0..<count))
    }
    return Triangle(lower: triangle.lower.narrowed, rank: triangle.rank, order: triangle.order)
  }()

  private static let smallestPivot = 1e-15

  /// Δ as columns [m × T] in `order` of the tokens, each δ times the unit of its x and divided by `scale`.
  func scaled(_ delta: Matrix, order: [Int], scale: Double) -> ColumnMatrix<Double> {
    let scaled = ColumnMatrix<Double>(rows: delta.columns, columns: order.count)
    var place = order
    for (column, index) in order.enumerated() {
      place[index] = column
      let factor = units[index] / scale
      kernels_scale(scaled.rows, delta.row(tokens.first[index]), factor, 0, scaled.column(column))
    }
    for other in tokens.repeated {
      let (factor, column) = (units[other.group] / scale, scaled.column(place[other.group]))
      kernels_scale(scaled.rows, delta.row(other.token), factor, 1, column)
    }
    return scaled
  }

  /// The same in `Float`, exact where no tokens are taken together.
  func scaledInFloat(_ delta: Matrix, order: [Int], scale: Double) -> ColumnMatrix<Float> {
    guard tokens.repeated.isEmpty else { return scaled(delta, order: order, scale: scale).narrowed }
    let scaled = ColumnMatrix<Float>(rows: delta.columns, columns: order.count)
    for (column, index) in order.enumerated() {
      let row = delta.row(tokens.first[index])
      kernels_rescale(scaled.rows, row, units[index] / scale, scaled.column(column))
    }
    return scaled
  }
}
