internal import Kernels

/// The eigenvalues of symmetric matrices, without vectors, by way of a tridiagonal matrix.
enum SymmetricEigenvalues {
  /// Columns that are reduced before the rest of the matrix is. LAPACK takes 32, of which half of the time goes into bringing
  /// later columns of the panel up to date.
  private static let panel = 16

  /// The eigenvalues of the leading `size` rows and columns of a matrix of which only the lower triangle is read, smallest
  /// first; nil when one is not finite. The matrix is spoilt.
  static func find(_ matrix: ColumnMatrix<Double>, size: Int) -> [Double]? {
    let band = ColumnMatrix<Double>(rows: size, columns: 2)
    reduce(matrix, size: size, diagonal: band.column(0), below: band.column(1))
    guard kernels_tridiagonal_eigenvalues(Int32(size), band.column(0), band.column(1)) == 0 else {
      return nil
    }
    return Array(UnsafeBufferPointer(start: band.column(0), count: size))
  }

  private static func reduce(
    _ matrix: ColumnMatrix<Double>, size: Int, diagonal: UnsafeMutablePointer<Double>,
    below: UnsafeMutablePointer<Double>
  ) {
    let update = ColumnMatrix<Double>(rows: size, columns: 2 * panel)
    var start = 0
    while start < size {
      let rest = size - start
      let columns = rest < 2 * panel ? rest : panel
      let corner = matrix.column(start) + start
      kernels_tridiagonal_panel(
        Int32(rest), Int32(columns), corner, matrix.rows, update.pointer, diagonal + start, below + start)
      // V stands where the columns of the panel were.
      SpectrumProduct.subtract(
        corner + columns, update.pointer + columns, columns: columns, stride: rest,
        from: corner + columns * (matrix.rows + 1), side: rest - columns, stride: matrix.rows)
      start += columns
    }
  }
}
