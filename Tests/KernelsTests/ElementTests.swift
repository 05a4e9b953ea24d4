import Foundation
import Kernels
import Testing

/// What is done element by element, against formulas in `Double`, and the same bits from every instruction set.
@Suite(.serialized) struct ElementTests {
  /// Lengths below, at and above the 16 lanes.
  private static let counts = [1, 5, 16, 17, 100]
  /// Values that reach where functions are flat, bent and straight.
  private static func values(_ count: Int, size: Float = 20) -> [Float] {
    Numbers.random(count, 11).map { $0 * 2 * size }
  }

  @Test(arguments: counts, [0, 3]) func softmaxIsRight(count: Int, cap: Float) {
    let scores = Self.values(count)
    var found = scores
    kernels_softmax(&found, count, cap)
    let capped = scores.map { cap > 0 ? Double(cap) * tanh(Double($0) / Double(cap)) : Double($0) }
    let peak = capped.max() ?? 0
    let weights = capped.map { exp($0 - peak) }
    let sum = weights.reduce(0, +)
    // A score of size 20 has a unit in the last place of 2e-6, which exp makes a relative error.
    for (found, weight) in zip(found, weights) {
      #expect(abs(Double(found) - weight / sum) < 4e-6 * weight / sum + 1e-37)
    }
  }

  @Test func exponentialsAreExactToAUnitInTheLastPlace() {
    for step in 0..<8000 {
      let x = -Float(step) / 100
      var row = [0, x]
      kernels_softmax(&row, 2, 0)
      let expected = exp(Double(x)) / (1 + exp(Double(x)))
      #expect(abs(Double(row[1]) / expected - 1) < 3e-7)
    }
  }

  /// Large negative scores have the probability 0, and NaN and infinity spread over their row.
  @Test func extremesOfSoftmax() {
    var far: [Float] = [0, -1000, -Float.infinity]
    kernels_softmax(&far, 3, 0)
    #expect(far == [1, 0, 0])
    for broken in [Float.nan, .infinity] {
      var row: [Float] = [1, broken, 2]
      kernels_softmax(&row, 3, 0)
      #expect(row.contains { $0.isNaN })
    }
  }

  @Test(arguments: counts, [0, 5]) func crossEntropyIsRight(count: Int, cap: Float) {
    let logits = Self.values(count)
    var gradient = logits
    let id = count / 2
    let loss = kernels_cross_entropy(&gradient, count, id, 0.25, cap)
    let capped = logits.map { cap > 0 ? Double(cap) * tanh(Double($0) / Double(cap)) : Double($0) }
    let peak = capped.max() ?? 0
    let sum = capped.reduce(0) { $0 + exp($1 - peak) }
    #expect(abs(loss - (log(sum) + peak - capped[id])) < 1e-5)
    for index in 0..<count {
      let slope = cap > 0 ? 1 - pow(capped[index] / Double(cap), 2) : 1
      let expected = 0.25 * (exp(capped[index] - peak) / sum - (index == id ? 1 : 0)) * slope
      #expect(abs(Double(gradient[index]) - expected) < 2e-6)
    }
  }

  @Test(arguments: counts, [KERNELS_SILU, KERNELS_GELU_TANH]) func gatedUnitsAreRight(
    count: Int, activation: Int
  ) {
    let (gate, up) = (Self.values(count, size: 6), Self.values(count, size: 1))
    func value(_ x: Double) -> Double {
      activation == KERNELS_SILU
        ? x / (1 + exp(-x)) : x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    }
    var hidden = [Float](repeating: 0, count: count)
    kernels_gated(Int32(activation), gate, up, &hidden, count)
    var (dgate, dup) = (gate, up)
    let ones = [Float](repeating: 1, count: count)
    kernels_gated_backward(Int32(activation), ones, &dgate, &dup, count)
    for index in 0..<count {
      let (x, y, step) = (Double(gate[index]), Double(up[index]), 1e-5)
      #expect(abs(Double(hidden[index]) - value(x) * y) < 2e-6)
      #expect(abs(Double(dup[index]) - value(x)) < 2e-6)
      #expect(abs(Double(dgate[index]) - y * (value(x + step) - value(x - step)) / (2 * step)) < 4e-6)
    }
  }

  @Test(arguments: counts) func normsSumsAndRotationsAreRight(count: Int) {
    let (x, w) = (Self.values(count, size: 2), Self.values(count, size: 1))
    var y = [Float](repeating: 0, count: count)
    let scale = kernels_norm(x, w, &y, count, 1e-6)
    let squares = x.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(Double(scale) * (squares / Double(count) + 1e-6).squareRoot() - 1) < 1e-7)
    for index in 0..<count { #expect(abs(y[index] - x[index] * scale * w[index]) < 1e-6) }
    var (sum, square) = (0.0, 0.0)
    kernels_sums(count, x, &sum, &square)
    #expect(abs(square - squares) < 1e-12 * squares)
    #expect(abs(sum - x.reduce(0.0) { $0 + Double($1) }) < 1e-12 * Double(count))
    var turned = x + w
    kernels_rotate(&turned, x, w, count, 1)
    for index in 0..<count {
      #expect(abs(turned[index] - (x[index] * x[index] - w[index] * w[index])) < 1e-5)
      #expect(abs(turned[count + index] - 2 * x[index] * w[index]) < 1e-5)
    }
  }

  @Test(arguments: [1, 3], [1, 2]) func weightedRowsAreSumsInTheirOrder(vectors: Int, groups: Int) {
    let (rows, columns, stride, draws) = (6, 8 * vectors, 8 * vectors + 8, 4 * groups)
    let matrix = Numbers.random(rows * columns, 7).map(Double.init)
    let drawn = Numbers.random(rows * draws, 9).map { Double(($0 * 6).rounded()) }
    var found = [Double](repeating: .nan, count: draws * stride)
    kernels_weighted_rows(matrix, rows, drawn, groups, columns, &found, stride)
    for draw in 0..<draws {
      for column in 0..<columns {
        let expected = (0..<rows).reduce(0.0) { sum, row in
          sum.addingProduct(
            matrix[(column / 8 * rows + row) * 8 + column % 8], drawn[(draw / 4 * rows + row) * 4 + draw % 4])
        }
        #expect(found[draw * stride + column] == expected)
      }
      #expect(found[draw * stride + columns].isNaN)
    }
  }

  /// No number may depend on the processor.
  @Test(arguments: counts) func everyInstructionSetGivesTheSameBits(count: Int) {
    let results = (Int32(KERNELS_PORTABLE)...kernels_best()).map { level in
      let before = kernels_use(level)
      defer { _ = kernels_use(before) }
      return Self.everything(count)
    }
    for result in results.dropFirst() { #expect(result == results[0]) }
  }

  private static func everything(_ count: Int) -> [UInt64] {
    var rows: [[Float]] = []
    let (x, y) = (values(count), values(count, size: 3))
    for cap in [Float(0), 4] {
      var (row, backward, logits) = (x, x, x)
      kernels_softmax(&row, count, cap)
      kernels_softmax_backward(&backward, row, y, count, cap)
      let loss = kernels_cross_entropy(&logits, count, 0, 0.5, cap)
      rows += [row, backward, logits, [Float(loss)]]
    }
    for activation in [Int32(KERNELS_SILU), Int32(KERNELS_GELU_TANH)] {
      var (hidden, gate, up) = (x, x, y)
      kernels_gated(activation, x, y, &hidden, count)
      kernels_gated_backward(activation, y, &gate, &up, count)
      rows += [hidden, gate, up]
    }
    var (normed, dx) = (x, y)
    let scale = kernels_norm(x, y, &normed, count, 1e-6)
    kernels_norm_backward(x, y, normed, scale, &dx, count)
    rows += [normed, dx]
    return rows.joined().map { UInt64($0.bitPattern) } + spectra(count)
  }

  /// What spectra take: row sums, the scaled matrix, a panel of its reduction, and the eigenvalues of a tridiagonal matrix.
  private static func spectra(_ count: Int) -> [UInt64] {
    let x = values(count * count)
    var (sum, square) = (0.0, 0.0)
    kernels_sums(x.count, x, &sum, &square)
    var matrix = [Double](repeating: 0, count: x.count)
    kernels_scale(x.count, x, 0.3, 0, &matrix)
    kernels_scale(x.count, x, 0.1, 0.7, &matrix)
    let columns = min(count, 16)
    var (w, diagonal, below) = (
      [Double](repeating: 0, count: count * columns), [Double](repeating: 0, count: columns),
      [Double](repeating: 0, count: columns)
    )
    kernels_tridiagonal_panel(Int32(count), Int32(columns), &matrix, count, &w, &diagonal, &below)
    var eigenvalues = diagonal
    _ = kernels_tridiagonal_eigenvalues(Int32(columns), &eigenvalues, below)
    var sums = [Double](repeating: 0, count: 160)
    kernels_weighted_rows(values(120).map(Double.init), 3, values(12).map(Double.init), 1, 40, &sums, 40)
    return ([sum, square] + matrix + w + diagonal + below + eigenvalues + sums).map(\.bitPattern)
  }
}
