internal import COpenBLAS

/// A column-major `[rows × columns]` matrix of `Double` that owns its memory, as LAPACK takes it.
///
/// A new one holds whatever was in its memory; whoever makes it fills it.
final class DoubleMatrix {
  let rows: Int
  let columns: Int
  let pointer: UnsafeMutablePointer<Double>

  init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
    self.rows = rows
    self.columns = columns
    pointer = .allocate(capacity: max(rows * columns, 1))
  }

  /// The first `rows` rows of a row-major [T × f] matrix as columns [f × rows].
  convenience init(_ matrix: Matrix, rows count: Int) {
    self.init(rows: matrix.columns, columns: count)
    for index in 0..<matrix.columns * count { pointer[index] = Double(matrix.pointer[index]) }
  }

  deinit { pointer.deallocate() }

  subscript(row: Int, column: Int) -> Double {
    get { pointer[column * rows + row] }
    set { pointer[column * rows + row] = newValue }
  }

  /// The same numbers in `Float`, [columns × rows] as row-major matrices are counted.
  var floats: Matrix {
    let matrix = Matrix(rows: columns, columns: rows)
    for index in 0..<matrix.count { matrix.pointer[index] = Float(pointer[index]) }
    return matrix
  }
}

/// The products that spectra are made of, each one BLAS call on one thread.
enum SpectrumProduct {
  /// The lower triangle of a aᵀ [a.rows × a.rows] or aᵀ a [a.columns × a.columns], whichever is smaller.
  static func smallerGram(_ a: DoubleMatrix) -> DoubleMatrix {
    a.rows < a.columns ? gram(a, CblasNoTrans, side: a.rows) : gramOfColumns(a)
  }

  /// The lower triangle of aᵀ a [a.columns × a.columns].
  static func gramOfColumns(_ a: DoubleMatrix) -> DoubleMatrix { gram(a, CblasTrans, side: a.columns) }

  private static func gram(_ a: DoubleMatrix, _ transpose: CBLAS_TRANSPOSE, side: Int) -> DoubleMatrix {
    let gram = DoubleMatrix(rows: side, columns: side)
    let inner = transpose == CblasTrans ? a.rows : a.columns
    cblas_dsyrk(
      CblasColMajor, CblasLower, transpose, Int32(side), Int32(inner), 1, a.pointer, stride(a.rows), 0,
      gram.pointer, stride(side))
    return gram
  }

  /// The transpose [n × m] of the gradient Δᵀ X in `Float`, for Δ [T × m] and X [T × n].
  static func gradient(_ delta: Matrix, _ input: Matrix) -> Matrix {
    let product = Matrix(rows: input.columns, columns: delta.columns)
    Product.gemm(
      transposes: (true, false), sizes: (input.columns, delta.columns, input.rows), 1, .init(input),
      .init(delta), 0, .init(product))
    return product
  }

  /// Turns δ [T × m] into lowerᵀ · δ in `Float`, for a lower triangle whose columns are the rows of `lower` [T × T].
  static func multiply(_ delta: Matrix, lower: Matrix) {
    precondition(lower.rows == delta.rows && lower.columns == delta.rows, "a triangle has a row for every token")
    cblas_strmm(
      CblasColMajor, CblasRight, CblasLower, CblasNoTrans, CblasNonUnit, Int32(delta.columns),
      Int32(delta.rows), 1, lower.pointer, stride(lower.columns), delta.pointer, stride(delta.columns))
  }

  private static func stride(_ rows: Int) -> Int32 { Int32(max(rows, 1)) }
}
