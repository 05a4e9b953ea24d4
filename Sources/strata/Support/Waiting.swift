import Dispatch
import Synchronization

/// Waits on the main thread, which is none of those that tasks run on.
enum Waiting {
  private final class Found<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
    let done = DispatchSemaphore(value: 0)
  }

  /// The value of `body`, which runs as a task.
  ///
  /// - Throws: what `body` throws.
  static func value<Value: Sendable>(of body: @escaping @Sendable () async throws -> Value) throws -> Value {
    let found = Found<Value>()
    Task {
      let result: Result<Value, any Error>
      do { result = .success(try await body()) } catch { result = .failure(error) }
      found.result.withLock { $0 = result }
      found.done.signal()
    }
    found.done.wait()
    guard let result = found.result.withLock(\.self) else { preconditionFailure("a task without a result") }
    return try result.get()
  }
}
