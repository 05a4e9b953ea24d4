internal import Kernels

/// What orthogonal transformations leave of a matrix in `Float`: the same singular values in fewer numbers, each transformation
/// right to the rounding of the matrix itself.
enum OrthogonalReduction {
  /// The lower triangle L [columns × columns] of aᵀ = L Q for a [rows × columns] with at least as many rows as columns.
  ///
  /// Both sides are filled up to whole blocks; the rows and columns of L behind `columns` are zero.
  static func triangle(of a: ColumnMatrix<Float>) -> ColumnMatrix<Float> {
    let filled = filled(a, columns: a.columns)
    let lower = ColumnMatrix<Float>(rows: filled.columns, columns: filled.columns)
    kernels_triangle(filled.columns, filled.rows, filled.pointer, lower.pointer)
    return lower
  }

  /// The squares of the singular values of the first `columns` columns of a, smallest first; nil when one is not finite.
  ///
  /// The matrix is reduced to a band B, whose B Bᵀ is formed in `Double`: next to no work, where squares of the whole matrix
  /// would be half of it.
  static func squaredSingularValues(_ a: ColumnMatrix<Float>, columns: Int) -> [Double]? {
    let filled =
      a.rows < columns
      ? self.filled(a.turned(columns: columns), columns: a.rows) : self.filled(a, columns: columns)
    let side = filled.columns
    let band = ColumnMatrix<Double>(rows: Int(KERNELS_BAND) + 1, columns: side)
    kernels_band(side, filled.rows, filled.pointer, band.pointer)
    var values = [Double](repeating: 0, count: side)
    guard kernels_band_eigenvalues(side, band.pointer, &values) == 0 else { return nil }
    // What was filled up has singular values of zero.
    return Array(values.dropFirst(side - min(a.rows, columns)))
  }

  /// A copy of the first `columns` columns of `a` with zeros behind, so that both sides are whole blocks.
  private static func filled(_ a: ColumnMatrix<Float>, columns: Int) -> ColumnMatrix<Float> {
    let filled = ColumnMatrix<Float>(rows: wholeBlocks(a.rows), columns: wholeBlocks(columns))
    for column in 0..<columns {
      filled.column(column).update(from: a.column(column), count: a.rows)
      (filled.column(column) + a.rows).update(repeating: 0, count: filled.rows - a.rows)
    }
    filled.column(columns).update(repeating: 0, count: (filled.columns - columns) * filled.rows)
    return filled
  }

  private static func wholeBlocks(_ count: Int) -> Int {
    let block = Int(KERNELS_BAND)
    return (count + block - 1) / block * block
  }
}
