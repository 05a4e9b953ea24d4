import Foundation

/// Writes whole files, folders on the way included.
package enum OutputFile {
  /// Writes `data` to `file` in one step: the file is whole or as it was. Where a link lies at `file`, it is the file
  /// behind it that is written; a device or a pipe takes the bytes as they come.
  ///
  /// - Throws: `FileError.output`.
  package static func write(_ data: Data, to file: URL) throws {
    let growing = try GrowingFile(file)
    try growing.append(data)
    try growing.finish()
  }

  /// The file that writing to `file` changes: its path without dots, and without links where these lead somewhere.
  ///
  /// Of links in a circle it is one of them.
  package static func target(of file: URL) -> URL {
    if isSpecial(file) { return file.standardizedFileURL }
    var target = file.absoluteURL
    for _ in 0..<mostLinks {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: target.path) else { break }
      target = URL(filePath: next, relativeTo: target.deletingLastPathComponent()).absoluteURL
    }
    let folder = target.deletingLastPathComponent().standardizedFileURL.resolvingSymlinksInPath()
    return folder.appending(path: target.lastPathComponent, directoryHint: .notDirectory)
  }

  /// Links in a row that Linux follows.
  private static let mostLinks = 40

  /// Whether something lies at `file` that no other file can be put in the place of: a device, a pipe, a folder.
  package static func isSpecial(_ file: URL) -> Bool {
    mode(of: file).map { $0 & S_IFMT != S_IFREG } ?? false
  }

  /// The kind and the permissions of what lies at `file`, or behind the link there; nil when nothing does.
  package static func mode(of file: URL) -> mode_t? {
    var status = stat()
    return stat(file.path, &status) == 0 ? status.st_mode : nil
  }

  /// Whether a link lies at `file`, wherever it leads.
  package static func isLink(_ file: URL) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: file.path)) != nil
  }

  /// Whether links lead from `file` in a circle.
  package static func isCircle(_ file: URL) -> Bool {
    var status = stat()
    return stat(file.path, &status) != 0 && errno == ELOOP
  }

  /// Makes `folder` and those above it where they are missing.
  ///
  /// - Throws: `FileError.output`.
  package static func makeFolder(_ folder: URL) throws {
    if isFolder(folder) { return }
    let parent = folder.deletingLastPathComponent().standardizedFileURL
    if mode(of: folder) == nil, parent.path != folder.standardizedFileURL.path { try makeFolder(parent) }
    guard mkdir(folder.path, 0o777) != 0 else { return }
    let code = errno == EEXIST ? ENOTDIR : errno
    // Another process may have made it just now.
    if !isFolder(folder) { throw FileError.output(folder.path, OutputProblem(code: code)) }
  }

  private static func isFolder(_ file: URL) -> Bool {
    mode(of: file).map { $0 & S_IFMT == S_IFDIR } ?? false
  }
}
