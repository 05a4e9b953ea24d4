import Foundation

/// Reads whole files that users give us.
package enum InputFile {
  /// The bytes of a regular file of at most `limit` bytes.
  ///
  /// - Throws: `FileError.unreadable`.
  package static func bytes(at url: URL, limit: Int) throws(FileError) -> Data {
    // What is too long takes no memory; a file that grows meanwhile is read no further either.
    var status = stat()
    if stat(url.path, &status) == 0, Int(status.st_size) > limit, FileKind(at: url) == .file {
      throw FileError.unreadable(url.path, .tooLong(limit: limit))
    }
    let data = try read(url) { url in
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      return try handle.read(upToCount: limit + 1) ?? Data()
    }
    guard data.count <= limit else { throw FileError.unreadable(url.path, .tooLong(limit: limit)) }
    return data
  }

  /// The bytes of a regular file of any length, in memory or mapped as `options` ask for.
  ///
  /// - Throws: `FileError.unreadable`.
  package static func bytes(at url: URL, options: Data.ReadingOptions) throws(FileError) -> Data {
    try read(url) { try Data(contentsOf: $0, options: options) }
  }

  /// Reading a device or a pipe may never end, so what lies at `url` is looked at first.
  private static func read(_ url: URL, _ body: (URL) throws -> Data) throws(FileError) -> Data {
    switch FileKind(at: url) {
    case .missing: throw .unreadable(url.path, .missing)
    case .folder, .other: throw .unreadable(url.path, .notRegular)
    case .file: break
    }
    do {
      return try body(url)
    } catch {
      throw .unreadable(url.path, .refused(SystemMessage.text(of: error)))
    }
  }

  /// Opens a regular file, to be read piece by piece; the caller closes it.
  ///
  /// - Throws: `FileError.unreadable`.
  package static func descriptor(of url: URL) throws(FileError) -> Int32 {
    switch FileKind(at: url) {
    case .missing: throw .unreadable(url.path, .missing)
    case .folder, .other: throw .unreadable(url.path, .notRegular)
    case .file: break
    }
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(url.path, .refused(String(cString: strerror(errno)))) }
    return descriptor
  }

  /// Fills `buffer` with the next bytes of an open file.
  ///
  /// - Returns: how many there were; 0 at the end.
  /// - Throws: `FileError.unreadable`.
  package static func read(
    _ descriptor: Int32, of url: URL, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileError) -> Int {
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if count >= 0 { return count }
      guard errno == EINTR else { throw .unreadable(url.path, .refused(String(cString: strerror(errno)))) }
    }
  }

  /// The text of a regular UTF-8 file of at most `limit` bytes.
  ///
  /// - Throws: `FileError.unreadable`, also when the bytes are not UTF-8.
  package static func text(at url: URL, limit: Int) throws(FileError) -> String {
    guard let text = String(validating: try bytes(at: url, limit: limit), as: UTF8.self) else {
      throw FileError.unreadable(url.path, .notUTF8)
    }
    return text
  }
}

/// Kind of what lies at a path, symbolic links followed.
package enum FileKind: Equatable {
  case missing, file, folder
  /// A device, a pipe or a socket.
  case other

  package init(at url: URL) {
    var status = stat()
    guard !url.path.utf8.contains(0), stat(url.path, &status) == 0 else {
      self = .missing
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    default: self = .other
    }
  }
}
