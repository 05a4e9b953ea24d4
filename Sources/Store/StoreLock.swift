import Foundation

/// Holds a store for one run or merge, so that a second run of the same study is refused instead of computing everything
/// twice, and nothing is merged from a store that is still being computed.
///
/// The lock is a file beside the store, `study.sqlite.lock`, that is locked while its holder lives and removed at its
/// end. One that a killed process left behind is not locked, and is taken. On a network drive it holds between machines
/// where `flock` does: on NFS unless it is mounted with `nolock` or `local_lock`, on Lustre when mounted with `flock`.
package final class StoreLock {
  private let path: String
  private let descriptor: Int32

  /// Locks `store`; nil where its folder cannot be written, of which the store itself tells more.
  ///
  /// - Throws: `StoreError.store` with `.inUse` when another process holds it.
  package init?(of store: URL) throws {
    path = store.path + ".lock"
    guard let descriptor = try Self.lock(path, of: store) else { return nil }
    self.descriptor = descriptor
  }

  /// An open file at `path` that is locked; nil where there can be none.
  private static func lock(_ path: String, of store: URL) throws -> Int32? {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { return nil }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let isHeld = errno == EWOULDBLOCK
        close(descriptor)
        // Some network drives cannot lock; transactions keep two processes of one machine from harm there.
        if isHeld { throw StoreError.store(store.path, .inUse) }
        return nil
      }
      if isAt(path, descriptor) { return descriptor }
      // Its last holder removed it after it was opened here: another process makes a new one, and both would hold a lock.
      close(descriptor)
    }
  }

  /// Whether the file that is open is the one that lies at `path`.
  private static func isAt(_ path: String, _ descriptor: Int32) -> Bool {
    var (opened, found) = (stat(), stat())
    return fstat(descriptor, &opened) == 0 && stat(path, &found) == 0 && opened.st_ino == found.st_ino
      && opened.st_dev == found.st_dev
  }

  /// Whether another process holds `store` now; nothing is written to find out.
  package static func isHeld(_ store: URL) -> Bool {
    let descriptor = open(store.path + ".lock", O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  deinit {
    // Removed while it is still held: whoever opens it afterwards makes a new one.
    unlink(path)
    close(descriptor)
  }
}
