import Foundation

/// A dense row-major `[rows × columns]` matrix of `Float` that owns its memory.
///
/// Kernels take the pointer; a class, so that a matrix is never copied by accident.
///
/// `@unchecked Sendable` is safe because a matrix is written only by the one worker that made it,
/// and shared with others only after the barrier at the end of `Workers.map`.
final class Matrix: @unchecked Sendable {
  let rows: Int
  let columns: Int
  let pointer: UnsafeMutablePointer<Float>

  var count: Int { rows * columns }

  /// Makes a matrix of zeros.
  init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
    self.rows = rows
    self.columns = columns
    // calloc hands out zero pages without touching them, which most large matrices never need twice.
    guard let memory = calloc(max(rows * columns, 1), MemoryLayout<Float>.stride) else {
      preconditionFailure("out of memory for a matrix of \(rows) × \(columns)")
    }
    pointer = memory.bindMemory(to: Float.self, capacity: max(rows * columns, 1))
  }

  convenience init(copying other: Matrix) {
    self.init(rows: other.rows, columns: other.columns)
    pointer.update(from: other.pointer, count: count)
  }

  deinit { free(pointer) }

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
