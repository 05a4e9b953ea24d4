internal import COpenBLAS

/// The products that spectra are made of, each one BLAS call on one thread.
enum SpectrumProduct {
  /// The lower triangle of a aᵀ [a.rows × a.rows] or aᵀ a [columns × columns], whichever is smaller, for the first `columns`
  /// columns of a.
  static func smallerGram(_ a: ColumnMatrix<Double>, columns: Int) -> ColumnMatrix<Double> {
    a.rows < columns
      ? gram(a, CblasNoTrans, side: a.rows, inner: columns)
      : gram(a, CblasTrans, side: columns, inner: a.rows)
  }

  /// The lower triangle of aᵀ a [a.columns × a.columns].
  static func gramOfColumns(_ a: ColumnMatrix<Double>) -> ColumnMatrix<Double> {
    gram(a, CblasTrans, side: a.columns, inner: a.rows)
  }

  private static func gram(
    _ a: ColumnMatrix<Double>, _ transpose: CBLAS_TRANSPOSE, side: Int, inner: Int
  ) -> ColumnMatrix<Double> {
    let gram = ColumnMatrix<Double>(rows: side, columns: side)
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

  /// The same in `Double`.
  static func gradient(_ delta: ColumnMatrix<Double>, _ input: ColumnMatrix<Double>) -> ColumnMatrix<Double> {
    let gradient = ColumnMatrix<Double>(rows: delta.rows, columns: input.rows)
    cblas_dgemm(
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

  /// The same in `Double`.
  static func multiply(_ a: ColumnMatrix<Double>, lower: ColumnMatrix<Double>) {
    precondition(lower.rows == a.columns, "a triangle has as many rows as the matrix has columns")
    cblas_dtrmm(
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
