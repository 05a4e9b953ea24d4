import Foundation
import Store

/// Holds a store for one run, so that a second run of the same study is refused instead of computing everything twice.
///
/// The lock is a file beside the store, `study.sqlite.lock`, that is locked while the run lives and removed at its end.
/// One that a killed process left behind is not locked, and is taken.
final class RunLock {
  private let path: String
  private let descriptor: Int32

  /// Locks `store`; nil where its folder cannot be written, of which the store itself tells more.
  ///
  /// - Throws: `StoreError.store` with `.running` when another run holds it.
  init?(of store: URL) throws {
    path = store.path + ".lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let isHeld = errno == EWOULDBLOCK
      close(descriptor)
      // Some network drives cannot lock; transactions keep two runs from harm there.
      if isHeld { throw StoreError.store(store.path, .running) }
      return nil
    }
    self.descriptor = descriptor
  }

  deinit {
    // Removed while it is still held: whoever opens it afterwards makes a new one.
    unlink(path)
    close(descriptor)
  }
}
