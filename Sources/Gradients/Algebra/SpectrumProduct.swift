internal import COpenBLAS
internal import Kernels

/// The products that spectra are made of, each on the thread that calls.
enum SpectrumProduct {
  /// The lower triangle of a aᵀ [a.rows × a.rows] or aᵀ a [columns × columns], whichever is smaller, for the first `columns`
  /// columns of a.
  static func smallerGram(_ a: ColumnMatrix<Double>, columns: Int) -> ColumnMatrix<Double> {
    a.rows < columns
      ? gram(a, transposed: true, side: a.rows, inner: columns)
      : gram(a, transposed: false, side: columns, inner: a.rows)
  }

  /// The lower triangle of aᵀ a [a.columns × a.columns].
  static func gramOfColumns(_ a: ColumnMatrix<Double>) -> ColumnMatrix<Double> {
    gram(a, transposed: false, side: a.columns, inner: a.rows)
  }

  /// Columns here are rows of the kernels, so the lower triangle is their upper one.
  private static func gram(
    _ a: ColumnMatrix<Double>, transposed: Bool, side: Int, inner: Int
  ) -> ColumnMatrix<Double> {
    let gram = ColumnMatrix<Double>(rows: side, columns: side)
    kernels_dgemm(
      a.source(transposed: transposed), a.source(transposed: !transposed), side, side, inner, gram.pointer,
      side, true)
    return gram
  }

  /// Δ · Xᵀ [m × n] for δ [m × T] and x [n × T] in columns: the gradient.
  static func gradient(_ delta: ColumnMatrix<Float>, _ input: ColumnMatrix<Float>) -> ColumnMatrix<Float> {
    let gradient = ColumnMatrix<Float>(rows: delta.rows, columns: input.rows)
    kernels_gemm(
      input.source(transposed: true), delta.source(), input.rows, delta.rows, delta.columns, 1,
      gradient.pointer, delta.rows, false)
    return gradient
  }

  /// The same in `Double`.
  static func gradient(_ delta: ColumnMatrix<Double>, _ input: ColumnMatrix<Double>) -> ColumnMatrix<Double> {
    let gradient = ColumnMatrix<Double>(rows: delta.rows, columns: input.rows)
    kernels_dgemm(
      input.source(transposed: true), delta.source(), input.rows, delta.rows, delta.columns,
      gradient.pointer, delta.rows, false)
    return gradient
  }

  /// a · lower [m × T] for a [m × T] and a triangle [T × T] with zeros above its diagonal.
  static func multiply(_ a: ColumnMatrix<Float>, lower: ColumnMatrix<Float>) -> ColumnMatrix<Float> {
    let product = ColumnMatrix<Float>(rows: a.rows, columns: a.columns)
    for start in stride(from: 0, to: a.columns, by: block) {
      let (columns, rest) = (min(block, a.columns - start), a.columns - start)
      kernels_gemm(
        lower.source(row: start, column: start), a.source(column: start), columns, a.rows, rest, 1,
        product.column(start), a.rows, false)
    }
    return product
  }

  /// The same in `Double`.
  static func multiply(_ a: ColumnMatrix<Double>, lower: ColumnMatrix<Double>) -> ColumnMatrix<Double> {
    let product = ColumnMatrix<Double>(rows: a.rows, columns: a.columns)
    for start in stride(from: 0, to: a.columns, by: block) {
      let (columns, rest) = (min(block, a.columns - start), a.columns - start)
      kernels_dgemm(
        lower.source(row: start, column: start), a.source(column: start), columns, a.rows, rest,
        product.column(start), a.rows, false)
    }
    return product
  }

  /// Columns of a triangle at a time: above the diagonal of such a block there is nothing to multiply.
  private static let block = 84

  /// The lower triangle of a -= v wᵀ + w vᵀ, for a [side × side] and v and w [side × columns].
  ///
  /// The columns of v are as far apart as those of a, `stride`; those of w `wStride`.
  static func subtract(
    _ v: UnsafeMutablePointer<Double>, _ w: UnsafeMutablePointer<Double>, columns: Int, stride wStride: Int,
    from a: UnsafeMutablePointer<Double>, side: Int, stride: Int
  ) {
    guard side > 0 else { return }
    _ = LAPACK.isSerial
    cblas_dsyr2k(
      CblasColMajor, CblasLower, CblasNoTrans, Int32(side), Int32(columns), -1, v, Int32(stride), w,
      Int32(wStride), 1, a, Int32(stride))
  }
}
