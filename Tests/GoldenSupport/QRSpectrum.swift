internal import COpenBLAS
import Gradients

/// The singular values of a gradient G = Δᵀ X by orthogonal transformations alone, in `Double`: what the faster routes of
/// the engine are held to.
///
/// With Δᵀ = Q₁ R₁ and Xᵀ = Q₂ R₂, G = Q₁ (R₁ R₂ᵀ) Q₂ᵀ has the singular values of the matrix in brackets. Nothing is
/// squared, so every value is right to about 1e-16 of the largest. All matrices are column-major.
package enum QRSpectrum {
  /// min(T, m, n) values, largest first.
  package static func values(of pair: FactorPair) -> [Double] {
    let (delta, input) = (reduce(pair.delta), reduce(pair.input))
    let tokens = pair.delta.rows
    var core = [Double](repeating: 0, count: delta.rows * input.rows)
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasTrans, Int32(delta.rows), Int32(input.rows), Int32(tokens), 1,
      delta.values, Int32(delta.rows), input.values, Int32(input.rows), 0, &core, Int32(delta.rows))
    return singularValues(&core, rows: delta.rows, columns: input.rows)
  }

  /// R [T × T] of the transpose of f [T × n], or the transpose itself where T ≥ n.
  private static func reduce(_ f: Matrix) -> (values: [Double], rows: Int) {
    var values = (0..<f.count).map { Double(f.pointer[$0]) }
    guard f.rows < f.columns else { return (values, f.columns) }
    var (m, n, info, length) = (Int32(f.columns), Int32(f.rows), Int32(0), Int32(64 * f.rows))
    var (tau, work) = ([Double](repeating: 0, count: f.rows), [Double](repeating: 0, count: 64 * f.rows))
    dgeqrf_(&m, &n, &values, &m, &tau, &work, &length, &info)
    precondition(info == 0, "dgeqrf was given a wrong argument: \(info)")
    var triangle = [Double](repeating: 0, count: f.rows * f.rows)
    for column in 0..<f.rows {
      for row in 0...column { triangle[column * f.rows + row] = values[column * f.columns + row] }
    }
    return (triangle, f.rows)
  }

  private static func singularValues(_ matrix: inout [Double], rows: Int, columns: Int) -> [Double] {
    var (m, n, one, info) = (Int32(rows), Int32(columns), Int32(1), Int32(0))
    var values = [Double](repeating: 0, count: min(rows, columns))
    var integers = [Int32](repeating: 0, count: 8 * min(rows, columns))
    var length = Int32(64 * (rows + columns) + 16)
    var work = [Double](repeating: 0, count: Int(length))
    dgesdd_("N", &m, &n, &matrix, &m, &values, nil, &one, nil, &one, &work, &length, &integers, &info)
    precondition(info == 0, "dgesdd did not converge: \(info)")
    return values
  }
}
