/// What spectra need of every row of a factor, found in one pass.
struct RowSums {
  /// Σ of the features of each token.
  let sums: [Double]
  /// Σ of their squares: 0 only where all are 0, and not finite where one of them is not.
  let squares: [Double]

  /// True when every element is finite: the squares of `Float`s neither overflow nor vanish in `Double`.
  var isFinite: Bool { squares.reduce(0, +).isFinite }

  init(_ matrix: Matrix) {
    var (sums, squares) = ([Double](), [Double]())
    sums.reserveCapacity(matrix.rows)
    squares.reserveCapacity(matrix.rows)
    for token in 0..<matrix.rows {
      let row = Self.row(UnsafeBufferPointer(start: matrix.row(token), count: matrix.columns))
      sums.append(row.sum)
      squares.append(row.square)
    }
    self.sums = sums
    self.squares = squares
  }

  /// In lanes, whose order is the same for every row.
  private static func row(_ values: UnsafeBufferPointer<Float>) -> (sum: Double, square: Double) {
    typealias Lanes = SIMD8<Float>
    let raw = UnsafeRawBufferPointer(values)
    let whole = values.count / Lanes.scalarCount * Lanes.scalarCount
    var (sum, square) = (SIMD8<Double>(), SIMD8<Double>())
    for start in stride(from: 0, to: whole, by: Lanes.scalarCount) {
      let lanes = SIMD8<Double>(
        raw.loadUnaligned(fromByteOffset: start * MemoryLayout<Float>.stride, as: Lanes.self))
      sum += lanes
      square += lanes * lanes
    }
    return values[whole...].reduce((sum.sum(), square.sum())) {
      ($0.0 + Double($1), $0.1 + Double($1) * Double($1))
    }
  }
}
