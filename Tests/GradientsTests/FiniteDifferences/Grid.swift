import Gradients
import TestSupport

/// A dense row-major matrix of `Double`: what the engine's `Matrix` is to the reference of these tests.
struct Grid: Equatable {
  var rows: Int
  var columns: Int
  var values: [Double]

  init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "a grid needs rows × columns values")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  init(rows: Int, columns: Int) {
    self.init(rows: rows, columns: columns, values: Array(repeating: 0, count: rows * columns))
  }

  /// Numbers from −`size` to `size` around `centre`, each of them a `Float`, so that the engine starts from the same.
  static func random(
    _ rows: Int, _ columns: Int, centre: Float = 0, size: Float = 1, by random: inout SeededRandom
  ) -> Grid {
    let values = (0..<rows * columns).map { _ in
      Double(centre + Float.random(in: -size...size, using: &random))
    }
    return Grid(rows: rows, columns: columns, values: values)
  }

  subscript(row: Int, column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  func row(_ row: Int) -> [Double] { Array(values[row * columns..<(row + 1) * columns]) }

  /// Rows `range`.
  func rows(_ range: Range<Int>) -> Grid {
    Grid(
      rows: range.count, columns: columns,
      values: Array(values[range.lowerBound * columns..<range.upperBound * columns]))
  }

  /// The same values with `columns` to a row.
  func reshaped(columns: Int) -> Grid { Grid(rows: values.count / columns, columns: columns, values: values) }

  /// The matrix that the engine takes.
  var matrix: Matrix {
    let matrix = Matrix(rows: rows, columns: columns)
    for (index, value) in values.enumerated() { matrix.pointer[index] = Float(value) }
    return matrix
  }

  /// Σ self · other, element by element.
  func dot(_ other: Grid) -> Double { zip(values, other.values).reduce(0) { $0 + $1.0 * $1.1 } }

  func scaled(by factor: Double) -> Grid {
    Grid(rows: rows, columns: columns, values: values.map { factor * $0 })
  }

  static func + (left: Grid, right: Grid) -> Grid {
    Grid(rows: left.rows, columns: left.columns, values: zip(left.values, right.values).map(+))
  }
}

extension Matrix {
  /// The values in `Double`.
  var grid: Grid {
    Grid(rows: rows, columns: columns, values: (0..<count).map { Double(pointer[$0]) })
  }
}

extension FactorPair {
  /// The gradient itself, Δᵀ X [m × n], which the engine never forms.
  var gradient: Grid {
    let (delta, input) = (delta.grid, input.grid)
    var product = Grid(rows: delta.columns, columns: input.columns)
    for token in 0..<delta.rows {
      for row in 0..<product.rows {
        for column in 0..<product.columns { product[row, column] += delta[token, row] * input[token, column] }
      }
    }
    return product
  }
}
