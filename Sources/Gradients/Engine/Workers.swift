import Dispatch
import Synchronization

/// A fixed number of threads that share out independent pieces of work.
///
/// Each piece is computed by one thread with single-threaded BLAS calls, so no result depends on
/// how many threads there are.
struct Workers: Sendable {
  let count: Int

  /// The results of `body` for 0..<pieces, in that order; the first error by index is thrown.
  func map<Value: Sendable>(_ pieces: Int, _ body: @Sendable (Int) throws -> Value) throws -> [Value] {
    let results = Mutex([Result<Value, any Error>?](repeating: nil, count: pieces))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(count, pieces)) { _ in
      while true {
        let piece = next.add(1, ordering: .relaxed).oldValue
        guard piece < pieces else { return }
        let result = Result { try body(piece) }
        results.withLock { $0[piece] = result }
      }
    }
    return try results.withLock { try $0.compactMap { try $0?.get() } }
  }
}
