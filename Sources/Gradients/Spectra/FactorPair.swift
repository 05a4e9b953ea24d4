internal import Kernels

/// The two factors of one gradient G = Δᵀ X.
package struct FactorPair {
  /// Δ [T × m].
  package let delta: Matrix
  /// X [T × n].
  package let input: Matrix

  /// The factors of one gradient; both must have the same tokens.
  package init(delta: Matrix, input: Matrix) {
    precondition(delta.rows == input.rows, "the factors of a gradient have the same tokens")
    self.delta = delta
    self.input = input
  }

  /// [m × n].
  var shape: (rows: Int, columns: Int) { (delta.columns, input.columns) }

  /// Rows of G formed at a time: enough for a fast product, few enough to stay in the cache.
  private static let blockRows = 64

  /// The smallest and the largest element of G = Δᵀ X, formed in blocks of rows and never whole; nil when one of them is
  /// too large for `Float`.
  var extrema: ClosedRange<Double>? {
    let block = Matrix(rows: min(Self.blockRows, shape.rows), columns: shape.columns)
    var range = ElementRange()
    for start in stride(from: 0, to: shape.rows, by: Self.blockRows) {
      let rows = min(Self.blockRows, shape.rows - start)
      Product.gemm(
        delta.source(column: start, transposed: true), input.source(),
        sizes: (rows, shape.columns, delta.rows), into: block.pointer, stride: block.columns)
      range.add(UnsafeBufferPointer(start: block.pointer, count: rows * shape.columns))
    }
    return range.bounds
  }

  /// ‖δ‖²‖x‖² of every token over their sum: where in the text the gradient comes from. NaN where the sum is not finite.
  static func tokenShares(delta: RowSums, input: RowSums) -> [Float] {
    let weights = zip(delta.squares, input.squares).map { $0 * $1 }
    let total = weights.reduce(0, +)
    return weights.map { Float($0.over(total)) }
  }

  /// ⟨G, H⟩ of two gradients of equal shape whose tokens are the same.
  ///
  /// For G = Δ₁ᵀX₁ and H = Δ₂ᵀX₂ it is the sum over pairs of tokens of (Δ₁Δ₂ᵀ)·(X₁X₂ᵀ): two products
  /// [T × T]. Their terms cancel, so the sum is kept in `Double`.
  func innerProduct(_ other: FactorPair) -> Double {
    precondition(shape == other.shape, "only gradients of equal shape have an inner product")
    let deltas = tokenProducts(delta, other.delta)
    let inputs = tokenProducts(input, other.input)
    var sum = 0.0
    for index in 0..<deltas.count { sum += Double(deltas.pointer[index]) * Double(inputs.pointer[index]) }
    return sum
  }

  /// x yᵀ [T × T] of x and y [T × features].
  private func tokenProducts(_ x: Matrix, _ y: Matrix) -> Matrix {
    let products = Matrix(uninitialized: x.rows, y.rows)
    Product.gemm(
      x.source(), y.source(transposed: true), sizes: (x.rows, y.rows, x.columns), into: products.pointer,
      stride: products.columns)
    return products
  }
}

/// The smallest and the largest of many numbers, found in lanes: one comparison after the other would take as long as
/// forming the gradient they are the elements of.
struct ElementRange {
  private typealias Lanes = SIMD16<Float>

  private var low = Lanes(repeating: .infinity)
  private var high = Lanes(repeating: -.infinity)

  /// Takes `values`; those that are NaN are passed over.
  mutating func add(_ values: UnsafeBufferPointer<Float>) {
    let raw = UnsafeRawBufferPointer(values)
    let whole = values.count / Lanes.scalarCount * Lanes.scalarCount
    for start in stride(from: 0, to: whole, by: Lanes.scalarCount) {
      let lanes = raw.loadUnaligned(fromByteOffset: start * MemoryLayout<Float>.stride, as: Lanes.self)
      low.replace(with: lanes, where: lanes .< low)
      high.replace(with: lanes, where: lanes .> high)
    }
    for value in values[whole...] {
      low[0] = min(low[0], value)
      high[0] = max(high[0], value)
    }
  }

  /// The smallest and the largest value; nil when there was none, or one of them is not finite.
  var bounds: ClosedRange<Double>? {
    let (low, high) = (Double(low.min()), Double(high.max()))
    return low.isFinite && high.isFinite && low <= high ? low...high : nil
  }
}
