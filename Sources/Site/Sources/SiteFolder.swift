import Foundation
import Support

/// A folder that a site is made from (`templates` or `site`): the files built into the program, each of which
/// a file of the same path in the study's folder replaces, and to which the study may add.
struct SiteFolder: Sendable {
  private let files: [String: SiteFile]

  /// The paths inside the folder, in a fixed order.
  let paths: [String]

  /// - Parameters:
  ///   - name: the folder's name among the built-in files.
  ///   - own: the study's folder of the same purpose; it need not exist.
  /// - Throws: `SiteError.source` when a file of the study cannot be read.
  init(_ name: String, replacedBy own: URL?) throws {
    var files = EmbeddedFile.folder(name)
    if let own { files.merge(try Self.files(in: own)) { _, own in own } }
    self.files = files
    paths = files.keys.sorted()
  }

  /// The file at `path`, which must be one of ``paths`` or a default that cannot be taken away.
  func file(_ path: String) throws -> SiteFile {
    guard let file = files[path] else {
      throw SiteError.source(file: path, problem: "there is no such file among the site's sources")
    }
    return file
  }

  /// The largest file that is taken, in bytes.
  private static let largest = 32 << 20

  /// Files below `folder`, without hidden ones that a host does not ask for.
  ///
  /// - Throws: `SiteError.source` for what is neither a regular file nor a folder, such as a link, which could lead
  ///   out of the study, and a link in the place of `folder` itself, and for a folder where the site expects a file.
  static func files(in folder: URL) throws -> [String: SiteFile] {
    let keys: [URLResourceKey] = [.isRegularFileKey, .isDirectoryKey, .fileSizeKey]
    let root = UserPath.real(folder)
    let place = UserPath.real(folder.deletingLastPathComponent()).appending(path: folder.lastPathComponent)
    if root.path != place.path, FileKind(at: folder) != .missing {
      throw SiteError.source(
        file: folder.path,
        problem: "it is a link to \(root.path), which is no part of the study; put the folder itself there")
    }
    guard
      let entries = FileManager.default.enumerator(
        at: root, includingPropertiesForKeys: keys)
    else { return [:] }
    var files: [String: SiteFile] = [:]
    for case let entry as URL in entries {
      let path = String(entry.path.dropFirst(root.path.count + 1))
      if isHidden(path) { continue }
      let values = try? entry.resourceValues(forKeys: Set(keys))
      if values?.isDirectory == true, !isFileName(entry.lastPathComponent) { continue }
      guard values?.isRegularFile == true else {
        throw SiteError.source(
          file: entry.path, problem: "it is not a regular file; put the file itself there")
      }
      guard let size = values?.fileSize, size <= largest else {
        throw SiteError.source(file: entry.path, problem: "it is larger than \(largest) bytes")
      }
      files[path] = SiteFile(place: entry.path, bytes: try bytes(of: entry))
    }
    return files
  }

  private static func isHidden(_ path: String) -> Bool {
    let asked = [".well-known", ".nojekyll"]
    return path.split(separator: "/").enumerated().contains { place, part in
      part.hasPrefix(".") && !(place == 0 && asked.contains(String(part)))
    }
  }

  /// Whether a name has one of the endings of the site's own sources, which a folder never has.
  private static func isFileName(_ name: String) -> Bool {
    ["yml", "md", "mustache", "css", "js"].contains((name as NSString).pathExtension)
  }

  private static func bytes(of file: URL) throws -> [UInt8] {
    do {
      return Array(try Data(contentsOf: file))
    } catch {
      throw SiteError.source(file: file.path, problem: error.localizedDescription)
    }
  }
}

/// A file that a site is made from: built into the program or lying in a study's folder.
struct SiteFile: Sendable {
  /// Place of the file, for error messages.
  let place: String
  let bytes: [UInt8]

  /// The content as text.
  ///
  /// - Throws: `SiteError.source` when it is not UTF-8.
  func text() throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SiteError.source(file: place, problem: "it is not UTF-8 text. Save it as UTF-8")
    }
    return text
  }
}

/// A file that is part of the program: `templates/` and `Site/` of the package, put there by the build.
struct EmbeddedFile: Sendable {
  let path: StaticString
  let base64: StaticString

  /// The files below the top-level folder `name`, by their path inside it.
  static func folder(_ name: String) -> [String: SiteFile] {
    var files: [String: SiteFile] = [:]
    for file in all {
      let path = "\(file.path)"
      guard path.hasPrefix(name + "/") else { continue }
      guard let data = Data(base64Encoded: "\(file.base64)") else {
        preconditionFailure("the build wrote a file that is not base64")
      }
      files[String(path.dropFirst(name.count + 1))] = SiteFile(place: path, bytes: Array(data))
    }
    return files
  }
}
