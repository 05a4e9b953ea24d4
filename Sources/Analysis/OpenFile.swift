import Foundation

/// A file that is read here and there, by several threads. It stays what it was when another takes its place.
final class OpenFile: Sendable {
  private let descriptor: Int32
  /// Bytes in the file.
  let size: Int

  /// Nil when the file at `url` cannot be read.
  init?(_ url: URL) {
    descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      if descriptor >= 0 { close(descriptor) }
      return nil
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// The bytes at `place`; nil when they cannot all be read.
  func bytes(_ place: Range<Int>) -> [UInt8]? {
    guard place.lowerBound >= 0, place.upperBound <= size else { return nil }
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: place.count) { buffer, count in
      while count < place.count {
        let read = pread(
          descriptor, buffer.baseAddress.map { $0 + count }, place.count - count,
          off_t(place.lowerBound + count))
        guard read > 0 else {
          isWhole = false
          return
        }
        count += read
      }
    }
    return isWhole ? bytes : nil
  }
}
