import Foundation

/// A file that is written piece by piece beside its place, and moved there when it is whole.
final class GrowingFile {
  private let file: URL
  private let staged: URL
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  private var isWhole = false

  private static let bufferBytes = 1 << 20

  /// - Throws: `StudyError.output`.
  init(_ file: URL) throws {
    self.file = file
    staged = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).partial")
    try OutputFile.makeFolder(file.deletingLastPathComponent())
    do {
      try Data().write(to: staged)
      handle = try FileHandle(forWritingTo: staged)
    } catch {
      throw StudyError.output(file.path, OutputProblem(error))
    }
  }

  deinit {
    try? handle.close()
    if !isWhole { try? FileManager.default.removeItem(at: staged) }
  }

  /// - Throws: `StudyError.output`.
  func append(_ bytes: some Sequence<UInt8>) throws {
    buffer += bytes
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Puts the file in its place, instead of one that was there.
  ///
  /// - Throws: `StudyError.output`.
  func finish() throws {
    try flush()
    guard rename(staged.path, file.path) == 0 else {
      throw StudyError.output(file.path, OutputProblem(code: errno))
    }
    isWhole = true
  }

  private func flush() throws {
    do {
      try handle.write(contentsOf: buffer)
    } catch {
      throw StudyError.output(file.path, OutputProblem(error))
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
