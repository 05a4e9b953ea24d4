import Foundation

/// Paths as people write them.
package enum UserPath {
  /// The place that `path` names, as an absolute path.
  ///
  /// `~` and what follows `~/` start at `HOME`, as in a shell; other relative paths start at `folder`, or at the current
  /// folder. `..` stays in the path: the system resolves it after the links before it, which nobody else can.
  package static func place(
    _ path: String, relativeTo folder: URL? = nil,
    home: String? = ProcessInfo.processInfo.environment["HOME"]
  ) -> URL {
    if path == "~" || path.hasPrefix("~/") {
      let home = home.flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
      return absolute(home + path.dropFirst())
    }
    guard !path.hasPrefix("/") else { return absolute(path) }
    return absolute("\(folder?.path ?? FileManager.default.currentDirectoryPath)/\(path)")
  }

  /// The place of an absolute path, without the parts that say nothing.
  private static func absolute(_ path: String) -> URL { url(parts(of: path)) }

  /// The place of `place` as the system finds it: links are followed, and each `..` is resolved after the links before it.
  /// What is not there has no links, and stands behind what is as it is written.
  package static func real(_ place: URL) -> URL {
    var there = parts(of: place.path)
    var missing: [Substring] = []
    while !there.isEmpty {
      if let found = realpath("/" + there.joined(separator: "/"), nil) {
        defer { free(found) }
        return url(withoutDots(parts(of: String(cString: found)) + missing.reversed()))
      }
      missing.append(there.removeLast())
    }
    return url(withoutDots(missing.reversed()))
  }

  /// The same place as `place` in a path without `..`, for whoever takes the path apart: what stands up to the last of them
  /// is where the system finds it, the rest as it is written, links included.
  package static func withoutDots(_ place: URL) -> URL {
    let parts = parts(of: place.path)
    guard let last = parts.lastIndex(of: "..") else { return url(parts) }
    return url(self.parts(of: real(url(parts[...last])).path) + parts[(last + 1)...])
  }

  /// The parts of a path where no link is left.
  private static func withoutDots(_ parts: [Substring]) -> [Substring] {
    parts.reduce(into: []) { found, part in
      if part == ".." { _ = found.popLast() } else { found.append(part) }
    }
  }

  private static func parts(of path: String) -> [Substring] {
    path.split(separator: "/").filter { $0 != "." }
  }

  private static func url(_ parts: some Sequence<Substring>) -> URL {
    URL(filePath: "/" + parts.joined(separator: "/"))
  }
}
