internal import Kernels

/// A dense row-major `[rows × columns]` matrix of `Float` that owns its memory, or shows a part of another's.
///
/// Kernels take the pointer; a class, so that a matrix is never copied by accident.
///
/// `@unchecked Sendable` is safe because two threads never write the same rows and columns at a time, and the end of
/// `Workers.forEach` stands between what one writes and another reads.
package final class Matrix: @unchecked Sendable {
  package let rows: Int
  package let columns: Int
  package let pointer: UnsafeMutablePointer<Float>
  /// The matrix whose memory this one shows; nil when it has its own.
  private let owner: Matrix?
  private let memory: MatrixMemory.Block?

  package var count: Int { rows * columns }

  /// Makes a matrix of whatever its memory held before.
  package init(uninitialized rows: Int, _ columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
    self.rows = rows
    self.columns = columns
    let block = MatrixMemory.take(rows * columns)
    memory = block
    pointer = block.pointer
    owner = nil
  }

  /// Makes a matrix of zeros.
  package convenience init(rows: Int, columns: Int) {
    self.init(uninitialized: rows, columns)
    pointer.update(repeating: 0, count: count)
  }

  /// A matrix of zeros that all threads fill: fresh memory costs more than a core can hide.
  static func zeros(_ rows: Int, _ columns: Int, _ workers: Workers) -> Matrix {
    let matrix = Matrix(uninitialized: rows, columns)
    workers.forEachRows(rows) { range in
      matrix.row(range.lowerBound).update(repeating: 0, count: range.count * columns)
    }
    return matrix
  }

  /// A view of elements of `owner` from `offset` on, in another shape.
  private init(_ owner: Matrix, offset: Int, rows: Int, columns: Int) {
    precondition(offset >= 0 && offset + rows * columns <= owner.count, "a view lies inside its matrix")
    self.owner = owner
    self.rows = rows
    self.columns = columns
    memory = nil
    pointer = owner.pointer + offset
  }

  /// The same elements with `columns` to a row: the heads of a token as rows of their own.
  func reshaped(columns: Int) -> Matrix {
    precondition(count % columns == 0, "rows must come out even")
    return columns == self.columns ? self : Matrix(self, offset: 0, rows: count / columns, columns: columns)
  }

  /// Rows `range`, in the same memory: those of one sample.
  package func slice(_ range: Range<Int>) -> Matrix {
    range == 0..<rows
      ? self : Matrix(self, offset: range.lowerBound * columns, rows: range.count, columns: columns)
  }

  convenience init(copying other: Matrix) {
    self.init(uninitialized: other.rows, other.columns)
    pointer.update(from: other.pointer, count: count)
  }

  deinit { if let memory { MatrixMemory.giveBack(memory) } }

  /// The start of row `index`.
  func row(_ index: Int) -> UnsafeMutablePointer<Float> { pointer + index * columns }

  /// The matrix as kernels read it, from an element on.
  func source(row: Int = 0, column: Int = 0, transposed: Bool = false) -> kernels_source {
    kernels_source(
      data: self.row(row) + column, stride: columns, format: Int32(KERNELS_FLOAT32), transposed: transposed)
  }
}
