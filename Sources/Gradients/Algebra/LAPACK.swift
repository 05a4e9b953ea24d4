internal import COpenBLAS

/// The two decompositions that spectra need, in `Double`. All matrices are column-major.
enum LAPACK {
  /// R [columns × columns] of the Householder QR of a matrix of at least as many rows as columns; zeros below the diagonal.
  static func triangle(_ matrix: [Double], rows: Int, columns: Int) -> [Double] {
    precondition(rows >= columns, "a wide matrix has no square triangle")
    var matrix = matrix
    var (m, n, info) = (Int32(rows), Int32(columns), Int32(0))
    var tau = [Double](repeating: 0, count: columns)
    withWorkspace { work, length in dgeqrf_(&m, &n, &matrix, &m, &tau, &work, &length, &info) }
    precondition(info == 0, "dgeqrf was given a wrong argument: \(info)")
    var triangle = [Double](repeating: 0, count: columns * columns)
    for column in 0..<columns {
      for row in 0...column { triangle[column * columns + row] = matrix[column * rows + row] }
    }
    return triangle
  }

  /// The min(rows, columns) singular values of a matrix, largest first.
  ///
  /// Divide and conquer first; where it does not converge, QR iteration. Nil when neither does.
  static func singularValues(_ matrix: [Double], rows: Int, columns: Int) -> [Double]? {
    divideAndConquer(matrix, rows: rows, columns: columns)
      ?? iteration(matrix, rows: rows, columns: columns)
  }

  private static func divideAndConquer(_ matrix: [Double], rows: Int, columns: Int) -> [Double]? {
    var matrix = matrix
    var (m, n, one, info) = (Int32(rows), Int32(columns), Int32(1), Int32(0))
    var values = [Double](repeating: 0, count: min(rows, columns))
    var integers = [Int32](repeating: 0, count: 8 * min(rows, columns))
    withWorkspace { work, length in
      dgesdd_("N", &m, &n, &matrix, &m, &values, nil, &one, nil, &one, &work, &length, &integers, &info)
    }
    return info == 0 ? values : nil
  }

  private static func iteration(_ matrix: [Double], rows: Int, columns: Int) -> [Double]? {
    var matrix = matrix
    var (m, n, one, info) = (Int32(rows), Int32(columns), Int32(1), Int32(0))
    var values = [Double](repeating: 0, count: min(rows, columns))
    withWorkspace { work, length in
      dgesvd_("N", "N", &m, &n, &matrix, &m, &values, nil, &one, nil, &one, &work, &length, &info)
    }
    return info == 0 ? values : nil
  }

  /// Calls `routine` twice: with the length −1, for which LAPACK only says how much workspace it wants, and with that.
  private static func withWorkspace(_ routine: (inout [Double], inout Int32) -> Void) {
    var (work, length) = ([0.0], Int32(-1))
    routine(&work, &length)
    length = Int32(work[0])
    work = [Double](repeating: 0, count: max(Int(length), 1))
    routine(&work, &length)
  }
}
