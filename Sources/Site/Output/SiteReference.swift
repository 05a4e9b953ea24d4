import Foundation

/// References of the pages and styles of a site, as browsers and disks read them.
enum SiteReference {
  /// The file of the site that `reference` on the page `path` means, without its id; nil when it is not inside the site.
  ///
  /// One that begins at the root of its host is inside where it begins with `basePath`, the path under which the site is served.
  static func file(_ reference: String, from path: String, basePath: String? = nil) -> String? {
    if reference.isEmpty { return path }
    var parts = path.split(separator: "/").map(String.init).dropLast()
    var rest = reference.removingPercentEncoding ?? reference
    if rest.hasPrefix("/") {
      guard let basePath, rest.hasPrefix(basePath) else { return nil }
      rest.removeFirst(basePath.count)
      parts = []
    }
    for part in rest.split(separator: "/", omittingEmptySubsequences: false) {
      switch part {
      case ".", "": continue
      case "..": if parts.popLast() == nil { return nil }
      default: parts.append(String(part))
      }
    }
    // A bare folder would need a server that looks for an index, and disks do not.
    return rest.hasSuffix("/") || rest.isEmpty
      ? (parts + ["index.html"]).joined(separator: "/") : parts.joined(separator: "/")
  }
}
