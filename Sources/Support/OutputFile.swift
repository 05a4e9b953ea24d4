import Foundation

/// Writes whole files, folders on the way included.
package enum OutputFile {
  /// Writes `data` to `file` in one step: the file is whole or as it was. Where a link lies at `file`, it is the file
  /// behind it that is written; a device or a pipe takes the bytes as they come.
  ///
  /// - Throws: `FileError.output`.
  package static func write(_ data: Data, to file: URL) throws(FileError) {
    let growing = try GrowingFile(file)
    try growing.append(data)
    try growing.finish()
  }

  /// The file that writing to `file` changes: its path without dots, and without links where these lead somewhere. Of
  /// links in a circle it is one of them.
  package static func target(of file: URL) -> URL {
    var target = UserPath.withoutDots(file)
    // What a device is called by, such as /dev/stdout, may lead to what has no path.
    if isSpecial(file) { return target }
    for _ in 0..<mostLinks {
      let folder = UserPath.real(target.deletingLastPathComponent())
      target = folder.appending(path: target.lastPathComponent, directoryHint: .notDirectory)
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: target.path) else { break }
      target = UserPath.withoutDots(URL(filePath: next.hasPrefix("/") ? next : "\(folder.path)/\(next)"))
    }
    return target
  }

  /// Links in a row that Linux follows.
  private static let mostLinks = 40

  /// Whether a device, a pipe or a folder lies at `file`: something that no other file can take the place of.
  static func isSpecial(_ file: URL) -> Bool {
    let kind = FileKind(at: file)
    return kind == .folder || kind == .other
  }

  /// The kind and the permissions of what lies at `file`, or behind the link there; nil when nothing does.
  static func mode(of file: URL) -> mode_t? {
    var status = stat()
    return stat(file.path, &status) == 0 ? status.st_mode : nil
  }

  /// Whether a link lies at `file`, wherever it leads.
  static func isLink(_ file: URL) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: file.path)) != nil
  }

  /// Whether links lead from `file` in a circle.
  static func isCircle(_ file: URL) -> Bool {
    var status = stat()
    return stat(file.path, &status) != 0 && errno == ELOOP
  }

  /// Whether a database of SQLite lies at `file`.
  static func isDatabase(_ file: URL) -> Bool {
    guard FileKind(at: file) == .file, let handle = try? FileHandle(forReadingFrom: file) else {
      return false
    }
    defer { try? handle.close() }
    return (try? handle.read(upToCount: 16)) == Data("SQLite format 3\0".utf8)
  }

  /// Makes `folder` and those above it where they are missing.
  ///
  /// - Throws: `FileError.output`.
  package static func makeFolder(_ folder: URL) throws(FileError) {
    if FileKind(at: folder) == .folder { return }
    let folder = UserPath.withoutDots(folder)
    let parent = folder.deletingLastPathComponent()
    if mode(of: folder) == nil, folder.path != "/" { try makeFolder(parent) }
    guard mkdir(folder.path, 0o777) != 0 else { return }
    let code = errno == EEXIST ? ENOTDIR : errno
    // Another process may have made it just now.
    if FileKind(at: folder) != .folder { throw FileError.output(folder.path, OutputProblem(code: code)) }
  }
}

/// A file that is written piece by piece beside its place, and moved there when it is whole.
package final class GrowingFile {
  /// The file as it was asked for, for errors.
  private let file: URL
  /// The file that is written in the end.
  private let target: URL
  /// The file that grows; nil for a device or a pipe, which takes the bytes as they come.
  private let staged: URL?
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  private var isWhole = false

  private static let bufferBytes = 1 << 20

  /// Opens a file beside the one at `file` or, where a link lies there, the one behind it.
  ///
  /// - Throws: `FileError.output`.
  package init(_ file: URL) throws(FileError) {
    if OutputFile.isCircle(file) { throw FileError.output(file.path, OutputProblem(code: ELOOP)) }
    let target = OutputFile.target(of: file)
    if OutputFile.isDatabase(target) { throw FileError.output(file.path, .database) }
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

  /// Adds `bytes` at the end; they may wait in memory for more.
  ///
  /// - Throws: `FileError.output`.
  package func append(_ bytes: some Sequence<UInt8>) throws(FileError) {
    buffer += bytes
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Puts the file in its place, instead of one that was there, whose permissions it has.
  ///
  /// - Throws: `FileError.output`.
  package func finish() throws(FileError) {
    try flush()
    if let staged, rename(staged.path, target.path) != 0 {
      throw FileError.output(file.path, OutputProblem(code: errno))
    }
    isWhole = true
  }

  private func flush() throws(FileError) {
    do {
      try handle.write(contentsOf: buffer)
    } catch {
      throw FileError.output(file.path, OutputProblem(error))
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// The folders that are there before files are written into one, so that work that fails leaves no empty ones behind.
package struct FolderSnapshot {
  private let output: URL
  private let names: [String]
  private let before: Set<String>

  /// Notes the folders at and above `output`, and those called `names` in it with all that they hold. Other folders are
  /// not looked at: an output may lie in the middle of a large tree.
  package init(of output: URL, inside names: [String]) {
    self.output = UserPath.withoutDots(output)
    self.names = names
    before = Set(Self.folders(at: self.output, names))
  }

  /// Removes folders that are new and empty, from the inside out.
  package func removeNewEmptyFolders() {
    for path in Self.folders(at: output, names) where !before.contains(path) { rmdir(path) }
  }

  /// The folders that are watched, those that lie in others first.
  private static func folders(at output: URL, _ names: [String]) -> [String] {
    var inside: [String] = []
    for folder in names.map({ output.appending(path: $0).path }) {
      let found = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      inside += [folder] + found.map { "\(folder)/\($0)" }
    }
    inside = inside.filter { FileKind(at: URL(filePath: $0)) == .folder }
    inside.sort { $0.utf8.count > $1.utf8.count }
    var above: [String] = []
    var folder = output
    while folder.path != "/", !folder.path.isEmpty {
      if FileKind(at: folder) == .folder { above.append(folder.path) }
      folder = folder.deletingLastPathComponent()
    }
    return inside + above
  }
}
