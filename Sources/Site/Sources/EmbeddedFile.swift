import Foundation

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
