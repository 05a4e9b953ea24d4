internal import COpenBLAS
import Foundation

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

  deinit { pointer.deallocate() }

  subscript(row: Int, column: Int) -> Double {
    get { pointer[column * rows + row] }
    set { pointer[column * rows + row] = newValue }
  }
}

extension DoubleMatrix {
  /// Rows `tokens` of a row-major [T × f] matrix as columns [f × tokens.count], each times its factor.
  convenience init(_ matrix: Matrix, tokens: [Int], factors: [Double]) {
    self.init(rows: matrix.columns, columns: tokens.count)
    for (index, token) in tokens.enumerated() {
      let (source, target, factor) = (matrix.row(token), pointer + index * rows, factors[index])
      for feature in 0..<rows { target[feature] = Double(source[feature]) * factor }
    }
  }
}

/// Products of matrices in `Double`, each one BLAS call on one thread.
enum DoubleProduct {
  /// The lower triangle of aᵀ a [columns × columns].
  static func gramOfColumns(_ a: DoubleMatrix) -> DoubleMatrix {
    let gram = DoubleMatrix(rows: a.columns, columns: a.columns)
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasTrans, Int32(a.columns), Int32(a.rows), 1, a.pointer, stride(a), 0,
      gram.pointer, stride(gram))
    return gram
  }

  /// The lower triangle of a aᵀ [rows × rows].
  static func gramOfRows(_ a: DoubleMatrix) -> DoubleMatrix {
    let gram = DoubleMatrix(rows: a.rows, columns: a.rows)
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasNoTrans, Int32(a.rows), Int32(a.columns), 1, a.pointer, stride(a), 0,
      gram.pointer, stride(gram))
    return gram
  }

  /// a bᵀ [a.rows × b.rows].
  static func product(_ a: DoubleMatrix, transposed b: DoubleMatrix) -> DoubleMatrix {
    precondition(a.columns == b.columns, "a product needs as many columns on both sides")
    let product = DoubleMatrix(rows: a.rows, columns: b.rows)
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasTrans, Int32(a.rows), Int32(b.rows), Int32(a.columns), 1, a.pointer,
      stride(a), b.pointer, stride(b), 0, product.pointer, stride(product))
    return product
  }

  /// Turns a into a · lower, for a lower triangle [a.columns × a.columns].
  static func multiply(_ a: DoubleMatrix, lower: DoubleMatrix) {
    precondition(a.columns == lower.rows, "a triangle has as many rows as the matrix has columns")
    cblas_dtrmm(
      CblasColMajor, CblasRight, CblasLower, CblasNoTrans, CblasNonUnit, Int32(a.rows), Int32(a.columns), 1,
      lower.pointer, stride(lower), a.pointer, stride(a))
  }

  private static func stride(_ matrix: DoubleMatrix) -> Int32 { Int32(max(matrix.rows, 1)) }
}
