internal import COpenBLAS
internal import Kernels

/// A column-major `[rows × columns]` matrix, as LAPACK takes it, in memory that is used again after it.
///
/// A new one holds whatever was in its memory; whoever makes it fills it.
final class ColumnMatrix<Element: BinaryFloatingPoint> {
  let rows: Int
  let columns: Int
  let pointer: UnsafeMutablePointer<Element>

  var count: Int { rows * columns }

  init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
    self.rows = rows
    self.columns = columns
    let bytes = max(rows * columns, 1) * MemoryLayout<Element>.stride
    pointer = ScratchMemory.shared.take(bytes).bindMemory(
      to: Element.self, capacity: max(rows * columns, 1))
  }

  deinit { ScratchMemory.shared.giveBack(pointer, max(count, 1) * MemoryLayout<Element>.stride) }

  subscript(row: Int, column: Int) -> Element {
    get { pointer[column * rows + row] }
    set { pointer[column * rows + row] = newValue }
  }

  /// The start of a column.
  func column(_ index: Int) -> UnsafeMutablePointer<Element> { pointer + index * rows }
}

extension ColumnMatrix<Float> {
  /// The first `count` columns in `Double`.
  func widened(columns count: Int) -> ColumnMatrix<Double> {
    let wide = ColumnMatrix<Double>(rows: rows, columns: count)
    strata_widen(wide.count, pointer, wide.pointer)
    return wide
  }
}

extension ColumnMatrix<Double> {
  /// The same numbers in `Float`.
  var narrowed: ColumnMatrix<Float> {
    let narrow = ColumnMatrix<Float>(rows: rows, columns: columns)
    strata_narrow(count, pointer, narrow.pointer)
    return narrow
  }
}

/// The products that spectra are made of, each one BLAS call on one thread.
enum SpectrumProduct {
  /// The lower triangle of a aᵀ [a.rows × a.rows] or aᵀ a [a.columns × a.columns], whichever is smaller.
  static func smallerGram(_ a: ColumnMatrix<Double>) -> ColumnMatrix<Double> {
    a.rows < a.columns ? gram(a, CblasNoTrans, side: a.rows) : gramOfColumns(a)
  }

  /// The lower triangle of aᵀ a [a.columns × a.columns].
  static func gramOfColumns(_ a: ColumnMatrix<Double>) -> ColumnMatrix<Double> {
    gram(a, CblasTrans, side: a.columns)
  }

  private static func gram(
    _ a: ColumnMatrix<Double>, _ transpose: CBLAS_TRANSPOSE, side: Int
  ) -> ColumnMatrix<Double> {
    let gram = ColumnMatrix<Double>(rows: side, columns: side)
    let inner = transpose == CblasTrans ? a.rows : a.columns
    cblas_dsyrk(
      CblasColMajor, CblasLower, transpose, Int32(side), Int32(inner), 1, a.pointer, stride(a), 0,
      gram.pointer, stride(gram))
    return gram
  }

  /// Δ · Xᵀ [m × n] for δ [m × T] and x [n × T] in columns: the gradient.
  static func gradient(_ delta: ColumnMatrix<Float>, _ input: ColumnMatrix<Float>) -> ColumnMatrix<Float> {
    let gradient = ColumnMatrix<Float>(rows: delta.rows, columns: input.rows)
    cblas_sgemm(
      CblasColMajor, CblasNoTrans, CblasTrans, Int32(delta.rows), Int32(input.rows), Int32(input.columns), 1,
      delta.pointer, stride(delta), input.pointer, stride(input), 0, gradient.pointer, stride(gradient))
    return gradient
  }

  /// Turns a [m × T] into a · lower, for a lower triangle [T × T].
  static func multiply(_ a: ColumnMatrix<Float>, lower: ColumnMatrix<Float>) {
    precondition(lower.rows == a.columns, "a triangle has as many rows as the matrix has columns")
    cblas_strmm(
      CblasColMajor, CblasRight, CblasLower, CblasNoTrans, CblasNonUnit, Int32(a.rows), Int32(a.columns), 1,
      lower.pointer, stride(lower), a.pointer, stride(a))
  }

  /// The lower triangle of a -= v wᵀ + w vᵀ, for a [side × side] and v and w [side × columns].
  ///
  /// The columns of v are as far apart as those of a, `stride`; those of w `wStride`.
  static func subtract(
    _ v: UnsafeMutablePointer<Double>, _ w: UnsafeMutablePointer<Double>, columns: Int, stride wStride: Int,
    from a: UnsafeMutablePointer<Double>, side: Int, stride: Int
  ) {
    guard side > 0 else { return }
    cblas_dsyr2k(
      CblasColMajor, CblasLower, CblasNoTrans, Int32(side), Int32(columns), -1, v, Int32(stride), w,
      Int32(wStride), 1, a, Int32(stride))
  }

  private static func stride<Element>(_ matrix: ColumnMatrix<Element>) -> Int32 { Int32(max(matrix.rows, 1)) }
}
