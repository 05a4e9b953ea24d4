internal import Kernels

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

  /// The lower triangle in `Float`, its columns as rows, with zeros left of the diagonal.
  var lowerColumns: Matrix {
    let matrix = Matrix(uninitialized: columns, rows)
    for column in 0..<columns {
      let (source, target) = (pointer + column * rows, matrix.row(column))
      target.update(repeating: 0, count: min(column, rows))
      for row in min(column, rows)..<rows { target[row] = Float(source[row]) }
    }
    return matrix
  }
}

/// The products that spectra are made of, each on the thread that calls.
enum SpectrumProduct {
  /// The lower triangle of a aᵀ [T × T] in `Double`, for a [T × f].
  static func gram(_ a: Matrix) -> DoubleMatrix {
    gram(a.source(), a.source(transposed: true), side: a.rows, inner: a.columns)
  }

  /// The same, or that of aᵀ a [f × f], whichever is smaller.
  static func smallerGram(_ a: Matrix) -> DoubleMatrix {
    a.rows <= a.columns
      ? gram(a) : gram(a.source(transposed: true), a.source(), side: a.columns, inner: a.rows)
  }

  /// Rows and columns are exchanged between the kernels and LAPACK, and so are the triangles.
  private static func gram(
    _ a: kernels_source, _ transpose: kernels_source, side: Int, inner: Int
  ) -> DoubleMatrix {
    let gram = DoubleMatrix(rows: side, columns: side)
    kernels_dgemm(a, transpose, side, side, inner, gram.pointer, side, true)
    return gram
  }

  /// The gradient Δᵀ X [m × n] in `Float`, for Δ [T × m] and X [T × n].
  static func gradient(_ delta: Matrix, _ input: Matrix) -> Matrix {
    let product = Matrix(uninitialized: delta.columns, input.columns)
    Product.gemm(
      delta.source(transposed: true), input.source(), sizes: (delta.columns, input.columns, delta.rows),
      into: product.pointer, stride: product.columns)
    return product
  }

  /// The first `rank` rows of lowerᵀ · δ in `Float`, for δ [T × m] and a lower triangle whose columns are the rows of `lower` [T × T].
  static func multiply(_ delta: Matrix, lower: Matrix, rank: Int) -> Matrix {
    precondition(
      lower.rows == delta.rows && lower.columns == delta.rows, "a triangle has a row for every token")
    let product = Matrix(uninitialized: rank, delta.columns)
    for row in stride(from: 0, to: rank, by: Self.blockRows) {
      // Left of the diagonal there is nothing.
      let rows = min(Self.blockRows, rank - row)
      Product.gemm(
        lower.source(row: row, column: row), delta.source(row: row),
        sizes: (rows, delta.columns, delta.rows - row), into: product.row(row), stride: product.columns)
    }
    return product
  }

  private static let blockRows = 84
}
