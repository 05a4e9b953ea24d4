import COpenBLAS
import Foundation
import Kernels
import TestSupport
import Testing

/// Eigenvalues by Sturm sequences against LAPACK's iteration.
@Suite struct TridiagonalTests {
  private var random = SeededRandom(state: 5)

  private func reference(_ diagonal: [Double], _ below: [Double]) -> [Double] {
    var (n, diagonal, below, info) = (Int32(diagonal.count), diagonal, below, Int32(0))
    dsterf_(&n, &diagonal, &below, &info)
    #expect(info == 0)
    return diagonal
  }

  /// Both ways are right to a few units of rounding of the largest eigenvalue for every row; twenty is what neither reaches.
  private func check(_ diagonal: [Double], _ below: [Double]) {
    var found = diagonal
    #expect(kernels_tridiagonal_eigenvalues(Int32(diagonal.count), &found, below) == 0)
    let expected = reference(diagonal, below)
    let norm = expected.map(abs).max() ?? 0
    for (one, two) in zip(found, expected) {
      #expect(abs(one - two) <= 20 * Double.ulpOfOne * norm * Double(diagonal.count).squareRoot())
    }
  }

  /// Fewer than one vector, whole ones, and one more.
  @Test(arguments: [1, 2, 3, 8, 31, 32, 33, 65, 200]) mutating func randomMatrices(size: Int) {
    for _ in 0..<8 {
      check(
        (0..<size).map { _ in .random(in: -3...3, using: &random) },
        (1..<max(size, 1)).map { _ in .random(in: -1...1, using: &random) })
    }
  }

  /// Diagonals that fall by 1e-20, as those of squared spectra do.
  @Test(arguments: [5, 40, 130], [1e-150, 1, 1e150]) mutating func gradedMatrices(size: Int, scale: Double) {
    let sizes = (0..<size).map { scale * pow(10, -20 * Double($0) / Double(size)) }
    check(
      sizes.map { $0 * .random(in: 1...2, using: &random) },
      zip(sizes, sizes.dropFirst()).map { ($0 * $1).squareRoot() * .random(in: -1...1, using: &random) })
  }

  /// Matrices that fall apart, with eigenvalues that are equal.
  @Test func equalEigenvalues() {
    check(Array(repeating: 1, count: 50), Array(repeating: 0, count: 49))
    check((0..<60).map { Double($0 % 3) }, (0..<59).map { $0 % 3 == 2 ? 0 : 1 })
    check(Array(repeating: 2, count: 40), Array(repeating: 1e-17, count: 39))
    // Wilkinson's: pairs that agree in all but the last digits.
    check((0..<41).map { abs(Double($0) - 20) }, Array(repeating: 1, count: 40))
  }

  @Test func zeroIsZero() {
    var zeros = [Double](repeating: 0, count: 9)
    #expect(kernels_tridiagonal_eigenvalues(9, &zeros, zeros) == 0)
    #expect(zeros == Array(repeating: 0, count: 9))
  }

  @Test(arguments: [Double.nan, .infinity]) func whatIsNotFiniteFails(value: Double) {
    var diagonal = [1.0, value, 1]
    #expect(kernels_tridiagonal_eigenvalues(3, &diagonal, [0, 0]) == -1)
    diagonal = [1, 1, 1]
    #expect(kernels_tridiagonal_eigenvalues(3, &diagonal, [value, 0]) == -1)
  }
}
