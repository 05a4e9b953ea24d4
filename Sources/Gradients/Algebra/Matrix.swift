import Foundation

/// A dense row-major `[rows × columns]` matrix of `Float` that owns its memory.
///
/// Kernels take the pointer; a class, so that a matrix is never copied by accident.
///
/// `@unchecked Sendable` is safe because a matrix is written only by the one worker that made it,
/// and shared with others only after the barrier at the end of `Workers.map`.
package final class Matrix: @unchecked Sendable {
  package let rows: Int
  package let columns: Int
  package let pointer: UnsafeMutablePointer<Float>
  /// The matrix whose memory this one shows; nil when it has its own.
  private let owner: Matrix?

  package var count: Int { rows * columns }

  /// Makes a matrix of zeros.
  package init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
    self.rows = rows
    self.columns = columns
    // calloc hands out zero pages without touching them, which most large matrices never need twice.
    guard let memory = calloc(max(rows * columns, 1), MemoryLayout<Float>.stride) else {
      preconditionFailure("out of memory for a matrix of \(rows) × \(columns)")
    }
    pointer = memory.bindMemory(to: Float.self, capacity: max(rows * columns, 1))
    owner = nil
  }

  /// A view of `count` elements of `owner` from `offset` on, in another shape.
  private init(_ owner: Matrix, offset: Int, rows: Int, columns: Int) {
    precondition(offset >= 0 && offset + rows * columns <= owner.count, "a view lies inside its matrix")
    self.owner = owner
    self.rows = rows
    self.columns = columns
    pointer = owner.pointer + offset
  }

  /// The same elements with `columns` to a row: the heads of a token as rows of their own.
  func reshaped(columns: Int) -> Matrix {
    precondition(count % columns == 0, "rows must come out even")
    return Matrix(self, offset: 0, rows: count / columns, columns: columns)
  }

  /// Rows `range` of a matrix, or elements `range` of a single row: one of several fused maps.
  func slice(_ range: Range<Int>) -> Matrix {
    rows == 1
      ? Matrix(self, offset: range.lowerBound, rows: 1, columns: range.count)
      : Matrix(self, offset: range.lowerBound * columns, rows: range.count, columns: columns)
  }

  convenience init(copying other: Matrix) {
    self.init(rows: other.rows, columns: other.columns)
    pointer.update(from: other.pointer, count: count)
  }

  deinit { if owner == nil { free(pointer) } }

  /// The start of row `index`.
  func row(_ index: Int) -> UnsafeMutablePointer<Float> { pointer + index * columns }

  /// self += other, element by element.
  func add(_ other: Matrix) {
    precondition(count == other.count && columns == other.columns, "shapes differ")
    for index in 0..<count { pointer[index] += other.pointer[index] }
  }

  /// Adds `bias` [columns] to every row.
  func addToRows(_ bias: Matrix) {
    precondition(bias.count == columns, "a bias has one value per column")
    for index in 0..<rows {
      let target = row(index)
      for column in 0..<columns { target[column] += bias.pointer[column] }
    }
  }
}
