import Foundation
import JSON
import Studies

/// `manifest.json`: what a site was built from and the SHA-256 of each of its files.
struct Manifest {
  /// Where it lies inside the site.
  static let path = "manifest.json"
  /// The value of `format` that this version writes and reads.
  static let format = "strata-site-1"

  /// SHA-256 of every other file of the site, in hexadecimal, by path.
  let hashes: [String: String]
  /// The path under which a host serves the site, when it was built for one.
  let basePath: String?

  /// Reads the manifest of the site in `folder`.
  ///
  /// - Throws: `SiteError.manifest` when there is none or it is damaged.
  init(readFrom folder: URL) throws {
    let file = folder.appending(path: Self.path)
    let root: JSONValue
    do {
      root = try JSONDocument(contentsOf: file).root
    } catch let error as JSONError {
      throw SiteError.manifest(folder: folder.path, problem: error.description)
    }
    guard root["format"]?.string == Self.format, let files = root["files"]?.array else {
      throw SiteError.manifest(
        folder: folder.path, problem: "\(Self.path) has no `format` “\(Self.format)” with `files`")
    }
    var hashes: [String: String] = [:]
    for entry in files {
      guard let path = entry["path"]?.string, let hash = entry["sha256"]?.string else {
        throw SiteError.manifest(
          folder: folder.path, problem: "an entry of `files` lacks `path` or `sha256`")
      }
      hashes[path] = hash
    }
    self.hashes = hashes
    basePath = root["base_path"]?.string
  }

  /// Whether `folder` holds a site that was built by Strata.
  static func marksSite(in folder: URL) -> Bool { (try? Manifest(readFrom: folder)) != nil }
}
