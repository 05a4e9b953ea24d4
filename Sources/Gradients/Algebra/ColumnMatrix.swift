internal import Kernels

/// A column-major `[rows × columns]` matrix, as LAPACK takes it, in memory that is used again after it.
///
/// A new one holds whatever was in its memory; whoever makes it fills it.
final class ColumnMatrix<Element: BinaryFloatingPoint> {
  let rows: Int
  let columns: Int
  let pointer: UnsafeMutablePointer<Element>
  private let memory: MatrixMemory.Block

  var count: Int { rows * columns }

  init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
    self.rows = rows
    self.columns = columns
    let numbers = rows * columns * MemoryLayout<Element>.stride / MemoryLayout<Float>.stride
    memory = MatrixMemory.take(numbers)
    pointer = UnsafeMutableRawPointer(memory.pointer).assumingMemoryBound(to: Element.self)
  }

  deinit { MatrixMemory.giveBack(memory) }

  subscript(row: Int, column: Int) -> Element {
    get { pointer[column * rows + row] }
    set { pointer[column * rows + row] = newValue }
  }

  /// The start of a column.
  func column(_ index: Int) -> UnsafeMutablePointer<Element> { pointer + index * rows }
}

extension ColumnMatrix {
  /// The matrix from `row` and `column` on, as kernels read it: its columns as rows, or its rows when `transposed`.
  func source(row: Int = 0, column: Int = 0, transposed: Bool = false) -> kernels_source {
    let format = Element.self == Float.self ? KERNELS_FLOAT32 : KERNELS_FLOAT64
    return kernels_source(
      data: pointer + column * rows + row, stride: max(rows, 1), format: Int32(format),
      transposed: transposed)
  }
}

extension ColumnMatrix<Float> {
  /// The same numbers in `Double`.
  var widened: ColumnMatrix<Double> {
    let wide = ColumnMatrix<Double>(rows: rows, columns: columns)
    kernels_widen(count, pointer, wide.pointer)
    return wide
  }

  /// The transpose of the first `columns` columns.
  func turned(columns: Int) -> ColumnMatrix<Float> {
    let turned = ColumnMatrix<Float>(rows: columns, columns: rows)
    let block = 16
    for first in stride(from: 0, to: rows, by: block) {
      for column in 0..<columns {
        for row in first..<min(first + block, rows) { turned[column, row] = self[row, column] }
      }
    }
    return turned
  }
}

extension ColumnMatrix<Double> {
  /// The same numbers in `Float`.
  var narrowed: ColumnMatrix<Float> {
    let narrow = ColumnMatrix<Float>(rows: rows, columns: columns)
    kernels_narrow(count, pointer, narrow.pointer)
    return narrow
  }
}
