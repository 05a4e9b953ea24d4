import Foundation

/// A file that is written piece by piece beside its place, and moved there when it is whole.
package final class GrowingFile {
  /// As it was asked for, for errors.
  private let file: URL
  /// What is written in the end.
  private let target: URL
  /// Where it grows; nil for a device or a pipe, which takes the bytes as they come.
  private let staged: URL?
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  private var isWhole = false

  private static let bufferBytes = 1 << 20

  /// Opens a file beside the one at `file` or, where a link lies there, the one behind it.
  ///
  /// - Throws: `FileError.output`.
  package init(_ file: URL) throws {
    if OutputFile.isCircle(file) { throw FileError.output(file.path, OutputProblem(code: ELOOP)) }
    let target = OutputFile.target(of: file)
    // Folders are made where the path says so, not where a link leads.
    if !OutputFile.isLink(file) { try OutputFile.makeFolder(target.deletingLastPathComponent()) }
    let mode = OutputFile.mode(of: target)
    let isSpecial = OutputFile.isSpecial(target)
    let (descriptor, staged) = isSpecial ? (open(target.path, O_WRONLY | O_CLOEXEC), nil) : Self.stage(target)
    guard descriptor >= 0 else { throw FileError.output(file.path, OutputProblem(code: errno)) }
    if let mode, !isSpecial { fchmod(descriptor, mode & 0o777) }
    self.file = file
    self.target = target
    self.staged = staged
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
  }

  /// Opens a file with a name that nothing beside `target` has; a descriptor below 0 leaves the reason in `errno`.
  private static func stage(_ target: URL) -> (descriptor: Int32, file: URL?) {
    let folder = target.deletingLastPathComponent()
    var number = 0
    while true {
      let file = folder.appending(path: ".strata-\(getpid())-\(number).partial")
      let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 || errno != EEXIST { return (descriptor, file) }
      number += 1
    }
  }

  deinit {
    try? handle.close()
    if !isWhole, let staged { try? FileManager.default.removeItem(at: staged) }
  }

  /// - Throws: `FileError.output`.
  package func append(_ bytes: some Sequence<UInt8>) throws {
    buffer += bytes
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Puts the file in its place, instead of one that was there, whose permissions it has.
  ///
  /// - Throws: `FileError.output`.
  package func finish() throws {
    try flush()
    if let staged, rename(staged.path, target.path) != 0 {
      throw FileError.output(file.path, OutputProblem(code: errno))
    }
    isWhole = true
  }

  private func flush() throws {
    do {
      try handle.write(contentsOf: buffer)
    } catch {
      throw FileError.output(file.path, OutputProblem(error))
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
