import Foundation

/// A file mapped read-only into memory: pages are read when they are first used.
///
/// `@unchecked Sendable` is safe because the mapping is never written and lives as long as the object.
/// A file that another program shortens while it is mapped raises SIGBUS on access, as in every
/// memory-mapped reader; checkpoints are not edited in place.
final class MappedFile: @unchecked Sendable {
  let url: URL
  let bytes: UnsafeRawBufferPointer

  /// Throws `CheckpointError` when the file cannot be opened or mapped, or is not a regular file.
  init(_ url: URL) throws {
    self.url = url
    // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
    let descriptor = open(url.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CheckpointError.unreadable(url, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw CheckpointError.unreadable(url, reason: "it is not a regular file")
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
      throw CheckpointError.unreadable(url, reason: String(cString: strerror(errno)))
    }
    bytes = UnsafeRawBufferPointer(start: address, count: size)
  }

  deinit {
    if let address = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: address), bytes.count) }
  }
}
