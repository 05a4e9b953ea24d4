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
  private static func absolute(_ path: String) -> URL {
    URL(filePath: "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/"))
  }
}
