import Dispatch
import Synchronization

/// Does work for every number below a count on all cores, and gives the results in their order.
enum Parallel {
  /// - Throws: the error of the least number that has one.
  static func map<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) throws -> Value) throws -> [Value] {
    let results = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = Result { try body(index) }
      results.withLock { $0[index] = result }
    }
    return try results.withLock(\.self).compactMap { try $0?.get() }
  }
}
