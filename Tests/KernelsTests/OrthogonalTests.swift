import COpenBLAS
import Foundation
import Kernels
import Testing

/// Reductions of a matrix in `Float` by reflections, against LAPACK in `Double`.
@Suite(.serialized) struct OrthogonalTests {
  private static let levels = Array(KERNELS_PORTABLE...KERNELS_AVX512).map(Int32.init).filter {
    $0 <= kernels_best()
  }

  /// One block, several, a square, and a chain longer than one sum.
  static let sizes = [(16, 16), (16, 48), (48, 48), (80, 96), (96, 160)]

  /// A row-major matrix whose rows fall by so many orders of magnitude.
  private static func matrix(_ size: (Int, Int), orders: Double) -> [Float] {
    zip(0..., Numbers.random(size.0 * size.1, 3)).map { index, value in
      value * Float(pow(10, -orders * Double(index / size.1) / Double(size.0)))
    }
  }

  private static func lower(_ size: (Int, Int), _ values: [Float]) -> [Float] {
    var (values, lower) = (values, [Float](repeating: .nan, count: size.0 * size.0))
    kernels_triangle(size.0, size.1, &values, &lower)
    return lower
  }

  private static func eigenvalues(_ size: (Int, Int), _ values: [Float]) -> [Double] {
    var (values, found) = (values, [Double](repeating: .nan, count: size.0))
    var band = [Double](repeating: .nan, count: size.0 * (Int(KERNELS_BAND) + 1))
    kernels_band(size.0, size.1, &values, &band)
    #expect(kernels_band_eigenvalues(size.0, band, &found) == 0)
    return found
  }

  private static func singularValues(_ size: (Int, Int), _ values: [Float]) -> [Double] {
    // Row-major is the transpose for LAPACK, which has the same singular values.
    var (a, m, n, info) = (values.map(Double.init), Int32(size.1), Int32(size.0), Int32(0))
    var (one, length) = (Int32(1), Int32(20 * (size.0 + size.1)))
    var (found, work) = ([Double](repeating: 0, count: size.0), [Double](repeating: 0, count: Int(length)))
    var integers = [Int32](repeating: 0, count: 8 * size.0)
    dgesdd_(
      "N", &m, &n, &a, &m, &found, nil, &one, nil, &one, &work, &length, &integers, &info)
    #expect(info == 0)
    return found
  }

  /// L Lᵀ = A Aᵀ, row by row to the rounding of the rows: reflections keep lengths, whatever the sizes beside them are.
  @Test(arguments: sizes, [0.0, 6]) func aTriangleHasTheProductsOfItsRows(size: (Int, Int), orders: Double) {
    let a = Self.matrix(size, orders: orders)
    let lower = Self.lower(size, a)
    func dot(_ count: Int, _ term: (Int) -> Double) -> Double { (0..<count).reduce(0) { $0 + term($1) } }
    let lengths = (0..<size.0).map { i in
      dot(size.1) { pow(Double(a[i * size.1 + $0]), 2) }.squareRoot()
    }
    for i in 0..<size.0 {
      for j in 0...i {
        let expected = dot(size.1) { Double(a[i * size.1 + $0]) * Double(a[j * size.1 + $0]) }
        let found = dot(j + 1) { Double(lower[$0 * size.0 + i]) * Double(lower[$0 * size.0 + j]) }
        #expect(abs(found - expected) <= 1e-6 * lengths[i] * lengths[j])
      }
      for above in (i + 1)..<max(size.0, i + 1) { #expect(lower[above * size.0 + i] == 0) }
    }
  }

  /// Any σ within a few units of 6e-8, the rounding of a `Float`, of the largest, as `SpectrumRouteTests` holds whole spectra.
  @Test(arguments: sizes, [0.0, 6]) func aBandHasTheSameSingularValues(size: (Int, Int), orders: Double) {
    let a = Self.matrix(size, orders: orders)
    let expected = Self.singularValues(size, a)
    let found = Self.eigenvalues(size, a).reversed().map { max($0, 0).squareRoot() }
    for (one, two) in zip(found, expected) { #expect(abs(one - two) <= 2e-7 * expected[0]) }
  }

  /// Rows and columns of zeros, which fill up a matrix, have singular values of zero and change no other.
  @Test func zerosStayZeros() {
    let (inner, size) = ((20, 30), (32, 48))
    let values = Self.matrix(inner, orders: 0)
    var filled = [Float](repeating: 0, count: size.0 * size.1)
    for (index, value) in values.enumerated() { filled[index / 30 * 48 + index % 30] = value }
    let (found, expected) = (Self.eigenvalues(size, filled), Self.singularValues(inner, values))
    for value in found.prefix(12) { #expect(abs(value) < 1e-15) }
    for (one, two) in zip(found.reversed(), expected) {
      #expect(abs(one.squareRoot() - two) <= 6e-8 * expected[0])
    }
    #expect(Self.eigenvalues((16, 16), [Float](repeating: 0, count: 256)).allSatisfy { $0 == 0 })
    #expect(Self.lower((16, 16), [Float](repeating: 0, count: 256)).allSatisfy { $0 == 0 })
  }

  @Test(arguments: sizes) func everyInstructionSetGivesTheSameBits(size: (Int, Int)) {
    let a = Self.matrix(size, orders: 2)
    let before = kernels_use(Self.levels[0])
    defer { _ = kernels_use(before) }
    let (lower, values) = (Self.lower(size, a), Self.eigenvalues(size, a))
    for level in Self.levels.dropFirst() {
      _ = kernels_use(level)
      #expect(Self.lower(size, a) == lower)
      #expect(Self.eigenvalues(size, a) == values)
    }
  }

  @Test func whatIsNotFiniteFails() {
    let band = [Double](repeating: .nan, count: 16 * (Int(KERNELS_BAND) + 1))
    var values = [Double](repeating: 0, count: 16)
    #expect(kernels_band_eigenvalues(16, band, &values) != 0)
  }
}
