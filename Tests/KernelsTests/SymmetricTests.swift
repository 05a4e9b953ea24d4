import COpenBLAS
import Kernels
import TestSupport
import Testing

/// The reduction to tridiagonal form against LAPACK's.
@Suite struct SymmetricTests {
  private var random = SeededRandom(state: 9)

  /// Whole vectors and what is left of them, in front of and behind a panel.
  @Test(arguments: [1, 2, 5, 8, 9, 23, 40, 67], [1, 3, 16, 64]) mutating func eigenvaluesStay(
    size: Int, panel: Int
  ) {
    var matrix = [Double](repeating: .nan, count: size * size)
    for column in 0..<size {
      for row in column..<size { matrix[column * size + row] = .random(in: -1...1, using: &random) }
    }
    let expected = reference(matrix, size: size)
    let found = reduced(matrix, size: size, panel: panel)
    // Both ways are right to a few units of rounding of the norm, which is below the number of rows.
    for (one, two) in zip(found, expected) { #expect(abs(one - two) < 1e-15 * Double(10 + size)) }
  }

  /// What is there already: nothing to reflect, and a matrix of zeros.
  @Test func aDiagonalMatrixStays() {
    var matrix = [Double](repeating: 0, count: 81)
    for index in 0..<9 { matrix[index * 10] = Double(index) }
    for (index, value) in reduced(matrix, size: 9, panel: 4).enumerated() {
      #expect(abs(value - Double(index)) < 8e-15)
    }
    #expect(reduced([Double](repeating: 0, count: 81), size: 9, panel: 4).allSatisfy { $0 == 0 })
  }

  private func reference(_ matrix: [Double], size: Int) -> [Double] {
    var (matrix, n, length, info) = (matrix, Int32(size), Int32(64 * size), Int32(0))
    var (diagonal, below) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
    var (reflections, work) = (below, [Double](repeating: 0, count: 64 * size))
    dsytrd_("L", &n, &matrix, &n, &diagonal, &below, &reflections, &work, &length, &info)
    dsterf_(&n, &diagonal, &below, &info)
    #expect(info == 0)
    return diagonal
  }

  /// Panel after panel, with the update of the rest written out.
  private func reduced(_ matrix: [Double], size: Int, panel: Int) -> [Double] {
    var (matrix, diagonal, below) = (matrix, [Double](), [Double]())
    var start = 0
    while start < size {
      let (rest, columns) = (size - start, min(panel, size - start))
      var w = [Double](repeating: 0, count: rest * columns)
      var (d, e) = ([Double](repeating: 0, count: columns), [Double](repeating: 0, count: columns))
      let corner = start * (size + 1)
      matrix.withUnsafeMutableBufferPointer { matrix in
        guard let a = matrix.baseAddress?.advanced(by: corner) else { return }
        kernels_tridiagonal_panel(Int32(rest), Int32(columns), a, size, &w, &d, &e)
        for column in columns..<max(rest, columns) {
          for row in column..<rest {
            for k in 0..<columns {
              a[column * size + row] -=
                a[k * size + row] * w[k * rest + column] + w[k * rest + row] * a[k * size + column]
            }
          }
        }
      }
      (diagonal, below, start) = (diagonal + d, below + e, start + columns)
    }
    #expect(kernels_tridiagonal_eigenvalues(Int32(size), &diagonal, below) == 0)
    return diagonal
  }
}
