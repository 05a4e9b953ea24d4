import COpenBLAS

/// Singular values of a small dense matrix by LAPACK.
enum SingularValues {
  /// The min(rows, columns) singular values of a column-major matrix, largest first.
  ///
  /// Divide and conquer first; where it does not converge, QR iteration. Nil when neither does.
  static func of(_ matrix: [Double], rows: Int, columns: Int) -> [Double]? {
    divideAndConquer(matrix, rows: rows, columns: columns) ?? iteration(matrix, rows: rows, columns: columns)
  }

  private static func divideAndConquer(_ matrix: [Double], rows: Int, columns: Int) -> [Double]? {
    var matrix = matrix
    var (m, n, one, query, info) = (Int32(rows), Int32(columns), Int32(1), Int32(-1), Int32(0))
    var values = [Double](repeating: 0, count: min(rows, columns))
    var integers = [Int32](repeating: 0, count: 8 * min(rows, columns))
    var size = 0.0
    dgesdd_("N", &m, &n, &matrix, &m, &values, nil, &one, nil, &one, &size, &query, &integers, &info)
    var length = Int32(size)
    var work = [Double](repeating: 0, count: max(Int(size), 1))
    dgesdd_("N", &m, &n, &matrix, &m, &values, nil, &one, nil, &one, &work, &length, &integers, &info)
    return info == 0 ? values : nil
  }

  private static func iteration(_ matrix: [Double], rows: Int, columns: Int) -> [Double]? {
    var matrix = matrix
    var (m, n, one, query, info) = (Int32(rows), Int32(columns), Int32(1), Int32(-1), Int32(0))
    var values = [Double](repeating: 0, count: min(rows, columns))
    var size = 0.0
    dgesvd_("N", "N", &m, &n, &matrix, &m, &values, nil, &one, nil, &one, &size, &query, &info)
    var length = Int32(size)
    var work = [Double](repeating: 0, count: max(Int(size), 1))
    dgesvd_("N", "N", &m, &n, &matrix, &m, &values, nil, &one, nil, &one, &work, &length, &info)
    return info == 0 ? values : nil
  }
}
