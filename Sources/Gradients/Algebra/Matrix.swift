import Foundation
internal import Kernels
import Synchronization

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

/// Memory of matrices that were, for those to come.
///
/// Every layer makes the same matrices anew. Fresh memory of the system comes as pages of zeros, each at the cost of a
/// fault; what is given back here is used again, by sizes that are rounded up by at most an eighth.
enum MatrixMemory {
  /// Memory of so many numbers.
  struct Block: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<Float>
    let capacity: Int
  }

  private struct State {
    var idle: [Int: [Block]] = [:]
    /// Numbers that blocks hold, whether idle or not.
    var total = 0
    var limit = Int.max
  }

  private static let state = Mutex(State())
  /// Matrices of fewer numbers are not worth keeping.
  private static let smallest = 1 << 12
  /// Matrices of so many bytes ask for large pages.
  private static let largePage = 1 << 21

  static func take(_ count: Int) -> Block {
    let capacity = rounded(count)
    guard capacity >= smallest else { return allocate(capacity) }
    return state.withLock { state in
      // Batches differ in length: a block of up to twice the size will do, the smallest of them.
      let fitting = state.idle.keys.filter { capacity...2 * capacity ~= $0 }.min()
      if let fitting, let block = state.idle[fitting]?.popLast() {
        if state.idle[fitting]?.isEmpty == true { state.idle[fitting] = nil }
        return block
      }
      if state.total + capacity > state.limit { release(&state) }
      state.total += capacity
      return allocate(capacity)
    }
  }

  static func giveBack(_ block: Block) {
    guard block.capacity >= smallest else { return free(block.pointer) }
    state.withLock { $0.idle[block.capacity, default: []].append(block) }
  }

  /// Keeps idle memory only as long as all of it takes no more than so many bytes.
  static func limit(to bytes: Int) {
    state.withLock { state in
      state.limit = bytes / MemoryLayout<Float>.stride
      if state.total > state.limit { release(&state) }
    }
  }

  private static func release(_ state: inout State) {
    for block in state.idle.values.joined() {
      state.total -= block.capacity
      free(block.pointer)
    }
    state.idle = [:]
  }

  private static func allocate(_ capacity: Int) -> Block {
    let wanted = capacity * MemoryLayout<Float>.stride
    let alignment = wanted >= largePage ? largePage : 64
    // C wants whole multiples of the alignment; what is never touched takes no memory.
    let bytes = (wanted + alignment - 1) / alignment * alignment
    guard let memory = aligned_alloc(alignment, bytes) else {
      preconditionFailure("out of memory for a matrix of \(capacity) numbers")
    }
    #if os(Linux)
      // The rest of the last one stays in small pages, which are cleared as far as they are used.
      if wanted >= largePage { madvise(memory, wanted / largePage * largePage, MADV_HUGEPAGE) }
    #endif
    return Block(pointer: memory.bindMemory(to: Float.self, capacity: capacity), capacity: capacity)
  }

  /// `count` rounded up to eighths of a power of two.
  private static func rounded(_ count: Int) -> Int {
    let count = max(count, 16)
    let step = max(1 << (Int.bitWidth - 1 - count.leadingZeroBitCount - 3), 1)
    return (count + step - 1) / step * step
  }
}
