import Kernels
import Testing

/// Products against plain loops in `Double`, and the same bits whatever computes them.
@Suite(.serialized) struct ProductTests {
  private static let levels = Array(KERNELS_PORTABLE...KERNELS_AVX512).map(Int32.init).filter {
    $0 <= kernels_best()
  }

  /// A product of a [m × k] and b [k × n], of which each may lie transposed in memory.
  struct Case: CustomTestStringConvertible, Sendable {
    let (m, n, k): (Int, Int, Int)
    let turned: (a: Bool, b: Bool)
    var testDescription: String { "\(m)×\(k)\(turned.a ? "ᵀ" : "") · \(k)×\(n)\(turned.b ? "ᵀ" : "")" }

    /// Sizes below, at and above those of tiles (6 and 14 rows, 32 columns) and blocks (512 deep, 128 wide).
    static let all: [Case] = [
      (1, 1, 1), (14, 32, 16), (15, 33, 17), (83, 165, 1100), (6, 128, 512), (29, 130, 513),
    ]
    .flatMap { size in
      [(false, false), (false, true), (true, false), (true, true)].map {
        Case(m: size.0, n: size.1, k: size.2, turned: $0)
      }
    }

    init(m: Int, n: Int, k: Int, turned: (a: Bool, b: Bool)) {
      (self.m, self.n, self.k, self.turned) = (m, n, k, turned)
    }

    func a(_ i: Int, _ p: Int, in values: [Float]) -> Double {
      Double(values[turned.a ? p * m + i : i * k + p])
    }
    func b(_ p: Int, _ j: Int, in values: [Float]) -> Double {
      Double(values[turned.b ? j * k + p : p * n + j])
    }
  }

  @Test(arguments: Case.all) func floatProductsAreRight(product: Case) {
    let (a, b) = (Numbers.random(product.m * product.k, 1), Numbers.random(product.k * product.n, 2))
    let c = Self.product(product, a, b, scale: 0.5)
    for i in 0..<product.m {
      for j in 0..<product.n {
        var (sum, size) = (0.0, 0.0)
        for p in 0..<product.k {
          let term = 0.5 * product.a(i, p, in: a) * product.b(p, j, in: b)
          sum += term
          size += abs(term)
        }
        // A sum of k terms in Float, each within half a unit in the last place of what was added up.
        #expect(abs(Double(c[i * product.n + j]) - sum) <= 1e-6 * size + 1e-30)
      }
    }
  }

  @Test(arguments: Case.all) func everyInstructionSetGivesTheSameBits(product: Case) {
    let (a, b) = (Numbers.random(product.m * product.k, 1), Numbers.random(product.k * product.n, 2))
    let before = kernels_use(Self.levels[0])
    defer { _ = kernels_use(before) }
    let expected = Self.product(product, a, b, scale: 1)
    let expectedDouble = Self.doubleProduct(product, a, b)
    for level in Self.levels.dropFirst() {
      _ = kernels_use(level)
      #expect(Self.product(product, a, b, scale: 1) == expected)
      #expect(Self.doubleProduct(product, a, b) == expectedDouble)
    }
  }

  @Test(arguments: Case.all) func doubleProductsAreRight(product: Case) {
    let (a, b) = (Numbers.random(product.m * product.k, 1), Numbers.random(product.k * product.n, 2))
    let c = Self.doubleProduct(product, a, b)
    for i in 0..<product.m {
      for j in 0..<product.n {
        let sum = (0..<product.k).reduce(0) { $0 + product.a(i, $1, in: a) * product.b($1, j, in: b) }
        #expect(abs(c[i * product.n + j] - sum) < 1e-13 * Double(product.k))
      }
    }
  }

  /// A row's result must not depend on the rows beside it, nor a column's on the columns.
  @Test func partsOfAProductHaveTheSameBits() {
    let (m, n, k) = (61, 300, 700)
    let (a, b) = (Numbers.random(m * k, 3), Numbers.random(n * k, 4))
    let whole = Self.product(Case(m: m, n: n, k: k, turned: (false, true)), a, b, scale: 1)
    let panel = kernels_panel_rows()
    var packed = [Float](repeating: 0, count: kernels_packed_count(m, k))
    var parts = [Float](repeating: 0, count: m * n)
    for first in 0..<(m + panel - 1) / panel {
      kernels_pack(Numbers.source(a, k), m, k, 1, &packed, first, first + 1)
    }
    for row in stride(from: 0, to: m, by: 2 * panel) {
      for column in stride(from: 0, to: n, by: 96) {
        _ = kernels_multiply(
          packed, row, min(row + 2 * panel, m), k, Numbers.source(b, k, transposed: true), column,
          min(column + 96, n),
          &parts, n, false)
      }
    }
    #expect(parts == whole)
    let alone = Self.product(
      Case(m: 1, n: n, k: k, turned: (false, true)), Array(a[17 * k..<18 * k]), b, scale: 1)
    #expect(alone == Array(whole[17 * n..<18 * n]))
  }

  @Test func productsAreAddedToWhatIsThere() {
    let (a, b) = (Numbers.random(9 * 600, 5), Numbers.random(600 * 40, 6))
    let product = Case(m: 9, n: 40, k: 600, turned: (false, false))
    var twice = Self.product(product, a, b, scale: 1)
    let once = twice
    kernels_gemm(Numbers.source(a, 600), Numbers.source(b, 40), 9, 40, 600, 1, &twice, 40, true)
    for (two, one) in zip(twice, once) { #expect(abs(two - 2 * one) < 1e-4) }
  }

  /// Weights of two bytes are read as they are, and one that is not finite is told of.
  @Test(arguments: [KERNELS_BFLOAT16, KERNELS_FLOAT16], [false, true])
  func weightsOfTwoBytesAreDecoded(format: Int, transposed: Bool) {
    let (k, n) = (70, 45)
    let bits = (0..<k * n).map { index -> UInt16 in
      let value = Float(index % 61 - 30) / 16
      return format == KERNELS_BFLOAT16 ? UInt16(value.bitPattern >> 16) : Numbers.half(value)
    }
    let values = (0..<k * n).map { Float($0 % 61 - 30) / 16 }
    let a = Numbers.random(5 * k, 7)
    var packed = [Float](repeating: 0, count: kernels_packed_count(5, k))
    let panel = kernels_panel_rows()
    kernels_pack(Numbers.source(a, k), 5, k, 1, &packed, 0, (5 + panel - 1) / panel)
    let stride = transposed ? k : n
    func multiply(_ source: kernels_source) -> (isFinite: Bool, c: [Float]) {
      var c = [Float](repeating: 0, count: 5 * n)
      return (kernels_multiply(packed, 0, 5, k, source, 0, n, &c, n, false), c)
    }
    let expected = multiply(Numbers.source(values, stride, transposed: transposed))
    let found = multiply(Numbers.source(bits, stride, format: format, transposed: transposed))
    #expect(found.isFinite && found.c == expected.c)
    for pattern in [UInt16(0x7F80), 0xFF80, 0x7FC1] {
      var broken = bits
      broken[k * n - 1] =
        format == KERNELS_BFLOAT16
        ? pattern : pattern == 0xFF80 ? 0xFC00 : pattern == 0x7F80 ? 0x7C00 : 0x7E01
      #expect(!multiply(Numbers.source(broken, stride, format: format, transposed: transposed)).isFinite)
    }
  }

  private static func product(_ product: Case, _ a: [Float], _ b: [Float], scale: Float) -> [Float] {
    var c = [Float](repeating: .nan, count: product.m * product.n)
    let (first, second) = sources(product, a, b)
    kernels_gemm(first, second, product.m, product.n, product.k, scale, &c, product.n, false)
    return c
  }

  private static func doubleProduct(_ product: Case, _ a: [Float], _ b: [Float]) -> [Double] {
    var c = [Double](repeating: .nan, count: product.m * product.n)
    let (first, second) = sources(product, a, b)
    kernels_dgemm(first, second, product.m, product.n, product.k, &c, product.n, false)
    return c
  }

  private static func sources(
    _ product: Case, _ a: [Float], _ b: [Float]
  ) -> (kernels_source, kernels_source) {
    (
      Numbers.source(a, product.turned.a ? product.m : product.k, transposed: product.turned.a),
      Numbers.source(b, product.turned.b ? product.k : product.n, transposed: product.turned.b)
    )
  }
}
