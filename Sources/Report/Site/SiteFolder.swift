import Foundation

/// A folder that a site is made from (`templates` or `site`): the files built into the program, each of which
/// a file of the same path in the study's folder replaces, and to which the study may add.
struct SiteFolder: Sendable {
  private let files: [String: SiteFile]

  /// The paths inside the folder, in a fixed order.
  let paths: [String]

  /// - Parameters:
  ///   - name: the folder's name among the built-in files.
  ///   - own: the study's folder of the same purpose; it need not exist.
  /// - Throws: `ReportError.source` when a file of the study cannot be read.
  init(_ name: String, replacedBy own: URL?) throws {
    var files = EmbeddedFile.folder(name)
    if let own { files.merge(try Self.files(in: own)) { _, own in own } }
    self.files = files
    paths = files.keys.sorted()
  }

  /// The file at `path`, which must be one of ``paths`` or a default that cannot be taken away.
  func file(_ path: String) throws -> SiteFile {
    guard let file = files[path] else {
      throw ReportError.source(file: path, problem: "there is no such file among the site's sources")
    }
    return file
  }

  /// The largest file that is taken, in bytes.
  private static let largest = 32 << 20

  /// Regular files below `folder`, without hidden ones.
  private static func files(in folder: URL) throws -> [String: SiteFile] {
    let keys: [URLResourceKey] = [.isRegularFileKey, .fileSizeKey]
    let root = folder.standardizedFileURL.resolvingSymlinksInPath()
    guard
      let entries = FileManager.default.enumerator(
        at: root, includingPropertiesForKeys: keys, options: .skipsHiddenFiles)
    else { return [:] }
    var files: [String: SiteFile] = [:]
    for case let entry as URL in entries {
      let values = try? entry.resourceValues(forKeys: Set(keys))
      guard values?.isRegularFile == true else { continue }
      guard let size = values?.fileSize, size <= largest else {
        throw ReportError.source(file: entry.path, problem: "it is larger than \(largest) bytes")
      }
      let path = String(entry.path.dropFirst(root.path.count + 1))
      files[path] = SiteFile(place: entry.path, bytes: try bytes(of: entry))
    }
    return files
  }

  private static func bytes(of file: URL) throws -> [UInt8] {
    do {
      return Array(try Data(contentsOf: file))
    } catch {
      throw ReportError.source(file: file.path, problem: error.localizedDescription)
    }
  }
}
