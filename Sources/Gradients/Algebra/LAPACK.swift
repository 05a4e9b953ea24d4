internal import COpenBLAS

/// The factorisations that spectra need, in `Double`. Of a symmetric matrix only the lower triangle is read and written.
enum LAPACK {
  /// Keeps OpenBLAS to the thread that calls it, in the whole process: the engine shares out the work itself, and with more threads
  /// last digits depend on how many there are. Whatever calls OpenBLAS asks for this first.
  static let isSerial: Void = openblas_set_num_threads(1)

  /// What became of a Cholesky factorisation with pivots.
  struct PivotedFactor {
    /// Row i of the factor belongs to row `order[i]` of the matrix.
    let order: [Int]
    /// Columns of the factor that are not zero.
    let rank: Int
  }

  /// Turns a symmetric matrix into its Cholesky factor L, A = L Lᵀ, with zeros above the diagonal; false when a pivot is not above `tolerance`, and then
  /// the matrix is spoilt.
  static func cholesky(_ matrix: ColumnMatrix<Double>, tolerance: Double) -> Bool {
    _ = isSerial
    var (n, info) = (Int32(matrix.rows), Int32(0))
    dpotrf_("L", &n, matrix.pointer, &n, &info)
    precondition(info >= 0, "dpotrf was given a wrong argument: \(info)")
    for column in 1..<max(matrix.columns, 1) { matrix.column(column).update(repeating: 0, count: column) }
    return info == 0
      && (0..<matrix.rows).allSatisfy { matrix[$0, $0] * matrix[$0, $0] > tolerance }
  }

  /// The same with the largest pivot first, down to those that are not above `tolerance`: P A Pᵀ = L Lᵀ with as many
  /// columns as A has rank; the columns behind are zero.
  static func pivotedCholesky(_ matrix: ColumnMatrix<Double>, tolerance: Double) -> PivotedFactor {
    _ = isSerial
    var (n, rank, tolerance, info) = (Int32(matrix.rows), Int32(0), tolerance, Int32(0))
    var pivots = [Int32](repeating: 0, count: matrix.rows)
    var work = [Double](repeating: 0, count: 2 * matrix.rows)
    dpstrf_("L", &n, matrix.pointer, &n, &pivots, &rank, &tolerance, &work, &info)
    precondition(info >= 0, "dpstrf was given a wrong argument: \(info)")
    for column in 0..<matrix.columns {
      matrix.column(column).update(repeating: 0, count: column < rank ? column : matrix.rows)
    }
    return PivotedFactor(order: pivots.map { Int($0) - 1 }, rank: Int(rank))
  }

  /// Turns a symmetric matrix A into Lᵀ A L, for a lower triangle L.
  static func congruence(_ matrix: ColumnMatrix<Double>, lower: ColumnMatrix<Double>) {
    precondition(lower.rows == matrix.rows, "a congruence keeps the size of its matrix")
    _ = isSerial
    var (kind, n, info) = (Int32(2), Int32(matrix.rows), Int32(0))
    dsygst_(&kind, "L", &n, matrix.pointer, &n, lower.pointer, &n, &info)
    precondition(info == 0, "dsygst was given a wrong argument: \(info)")
  }

  /// The singular values of the first `columns` columns of a matrix, largest first, by divide and conquer; nil when that does
  /// not converge. The matrix is spoilt.
  static func singularValues(_ matrix: ColumnMatrix<Double>, columns: Int) -> [Double]? {
    _ = isSerial
    var (m, n, one, info) = (Int32(matrix.rows), Int32(columns), Int32(1), Int32(0))
    var values = [Double](repeating: 0, count: min(matrix.rows, columns))
    var integers = [Int32](repeating: 0, count: 8 * values.count)
    var (work, length) = ([0.0], Int32(-1))
    // With a length of −1 it only says how much memory it wants.
    dgesdd_(
      "N", &m, &n, matrix.pointer, &m, &values, nil, &one, nil, &one, &work, &length, &integers, &info)
    length = Int32(work[0])
    work = [Double](repeating: 0, count: max(Int(length), 1))
    dgesdd_(
      "N", &m, &n, matrix.pointer, &m, &values, nil, &one, nil, &one, &work, &length, &integers, &info)
    return info == 0 ? values : nil
  }
}
