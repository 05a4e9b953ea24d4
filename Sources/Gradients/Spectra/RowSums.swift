internal import Kernels

/// What spectra need of every row of a factor, found in one pass.
struct RowSums {
  /// Σ of the features of each token.
  let sums: [Double]
  /// Σ of their squares: 0 only where all are 0, and not finite where one of them is not.
  let squares: [Double]

  /// True when every element is finite: the squares of `Float`s neither overflow nor vanish in `Double`.
  var isFinite: Bool { squares.reduce(0, +).isFinite }

  init(_ matrix: Matrix) {
    var (sums, squares) = (
      [Double](repeating: 0, count: matrix.rows), [Double](repeating: 0, count: matrix.rows)
    )
    for token in 0..<matrix.rows {
      kernels_sums(matrix.columns, matrix.row(token), &sums[token], &squares[token])
    }
    self.sums = sums
    self.squares = squares
  }
}
