import Foundation
import Support
import Synchronization

/// The folder that a site is built into: filled aside and put in place in one step, so that a build that fails
/// leaves the old site as it was.
final class OutputFolder: Sendable {
  private let target: URL
  private let staging: URL
  private let retired: URL
  /// The folders of the new site that are there.
  private let folders = Mutex<Set<String>>([])

  /// Prepares a build into `target`.
  ///
  /// - Throws: `SiteError.output` when something other than a site of ours, an empty folder or nothing
  ///   lies there, or the folder beside it cannot be made.
  init(_ target: URL) throws {
    // A link is followed, so that what it points at is replaced and not the link.
    let target = UserPath.real(target)
    self.target = target
    let beside = { (ending: String) in
      target.deletingLastPathComponent().appending(
        path: ".\(target.lastPathComponent).strata-\(ending)", directoryHint: .isDirectory)
    }
    staging = beside("new")
    retired = beside("old")
    try checkTarget()
    try attempt("cannot be made") {
      try restore()
      try Self.removeIfPresent(staging)
      try FileManager.default.createDirectory(at: staging, withIntermediateDirectories: true)
    }
  }

  /// Folder that the files go to until ``commit()``.
  var root: URL { staging }

  /// Writes a file at `path` inside the site, from any thread.
  ///
  /// - Throws: `SiteError.output`, as when the disk is full.
  func write(_ bytes: [UInt8], to path: String) throws {
    let handle = try open(path)
    try append(bytes, to: handle, of: path)
    try? handle.close()
  }

  /// Opens a file at `path` inside the site, to be written piece by piece. Nobody waits for the disk: a site that a power
  /// failure damaged is built again.
  ///
  /// - Throws: `SiteError.output`.
  func open(_ path: String) throws -> FileHandle {
    var descriptor: Int32 = -1
    try attempt("\(path) cannot be written") {
      let file = try place(of: path)
      descriptor = Foundation.open(file.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
      if descriptor < 0 { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// Adds `bytes` to a file that was opened for `path`.
  ///
  /// - Throws: `SiteError.output`.
  func append(_ bytes: [UInt8], to handle: FileHandle, of path: String) throws {
    try attempt("\(path) cannot be written") { try handle.write(contentsOf: bytes) }
  }

  /// The place of a file in the new site; its folder is made where it is missing.
  private func place(of path: String) throws -> URL {
    let file = staging.appending(path: path, directoryHint: .notDirectory)
    let folder = file.deletingLastPathComponent()
    try folders.withLock { made in
      guard !made.contains(folder.path) else { return }
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      made.insert(folder.path)
    }
    return file
  }

  /// Puts the new site in the place of the old one.
  ///
  /// - Returns: what that changed.
  /// - Throws: `SiteError.output`; the old site is then still, or again, in its place.
  @discardableResult
  func commit() throws -> SiteChanges {
    let changes = try SiteChanges(from: target, to: staging)
    try attempt("cannot be replaced") {
      let files = FileManager.default
      let hadOld = files.fileExists(atPath: target.path)
      if hadOld { try files.moveItem(at: target, to: retired) }
      do {
        try files.moveItem(at: staging, to: target)
      } catch {
        if hadOld { try? files.moveItem(at: retired, to: target) }
        throw error
      }
    }
    // The new site stands; what cannot be removed now is removed by the next build.
    try? Self.removeIfPresent(retired)
    return changes
  }

  /// Cleans up after a build that was killed between the two moves of ``commit()``.
  private func restore() throws {
    let files = FileManager.default
    guard files.fileExists(atPath: retired.path) else { return }
    if files.fileExists(atPath: target.path) {
      try files.removeItem(at: retired)
    } else {
      try files.moveItem(at: retired, to: target)
    }
  }

  /// Removes what was written, after a build that failed.
  func discard() { try? Self.removeIfPresent(staging) }

  /// The paths of all files below `folder`, sorted; links are files, wherever they lead.
  ///
  /// - Throws: `SiteError.output` when there is no such folder.
  static func files(in folder: URL) throws -> [String] {
    do {
      let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      return paths.filter { path in
        var isFolder: ObjCBool = false
        let file = folder.appending(path: path).path
        if (try? FileManager.default.destinationOfSymbolicLink(atPath: file)) != nil { return true }
        return FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) && !isFolder.boolValue
      }.sorted()
    } catch {
      throw SiteError.output(folder: folder.path, problem: error.localizedDescription)
    }
  }

  private func checkTarget() throws {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: target.path, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else {
      throw SiteError.output(folder: target.path, problem: "it is a file and not a folder")
    }
    let entries = (try? files.contentsOfDirectory(atPath: target.path)) ?? []
    guard entries.isEmpty || Manifest.marksSite(in: target) else {
      throw SiteError.output(
        folder: target.path,
        problem: "it holds files but no site of Strata's, so it is not overwritten. Give another folder with "
          + "--output, or empty this one")
    }
    try checkForeignFiles(entries)
  }

  /// A site of ours may hold files of the user's beside those of its manifest; they are not thrown away.
  private func checkForeignFiles(_ entries: [String]) throws {
    guard !entries.isEmpty else { return }
    let ours = Set(try Manifest(readFrom: target).hashes.keys)
    let foreign = try Self.files(in: target).filter { $0 != Manifest.path && !ours.contains($0) }
    guard foreign.isEmpty else {
      let more = foreign.count > 3 ? " and \(foreign.count - 3) more" : ""
      throw SiteError.output(
        folder: target.path,
        problem:
          "it holds files that are not of the site: \(foreign.prefix(3).joined(separator: ", "))\(more). "
          + "Building would remove them: move them away, or give another folder with --output. Files for the host (CNAME, "
          + ".nojekyll) belong into the study's folder `site`; a worktree of git takes a copy of the site")
    }
  }

  private func attempt(_ problem: String, _ action: () throws -> Void) throws {
    do {
      try action()
    } catch {
      throw SiteError.output(folder: target.path, problem: "\(problem): \(error.localizedDescription)")
    }
  }

  private static func removeIfPresent(_ url: URL) throws {
    if FileManager.default.fileExists(atPath: url.path) { try FileManager.default.removeItem(at: url) }
  }
}
