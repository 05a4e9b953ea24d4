import Foundation

/// Writes whole files, folders on the way included.
package enum OutputFile {
  /// Writes `data` to `file` in one step: the file is whole or as it was.
  ///
  /// - Throws: `StudyError.output`.
  package static func write(_ data: Data, to file: URL) throws {
    try makeFolder(file.deletingLastPathComponent())
    do {
      try data.write(to: file, options: .atomic)
    } catch {
      throw StudyError.output(file.path, OutputProblem(error))
    }
  }

  /// Makes `folder` and those above it where they are missing.
  ///
  /// - Throws: `StudyError.output`.
  static func makeFolder(_ folder: URL) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw StudyError.output(folder.path, OutputProblem(error))
    }
  }
}
