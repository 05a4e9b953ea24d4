import Foundation
import Support
import Synchronization

/// The site that is served now: the files of one folder, which another takes the place of after each build.
package final class PreviewSite: Sendable {
  private struct State {
    var folder: URL?
    var paths: Set<String> = []
    var version = 0
  }

  private let state = Mutex(State())

  /// A preview without a site yet.
  package init() {}

  /// Counts the sites so far, so that a page sees that it is of another one.
  package var version: Int { state.withLock(\.version) }

  /// Serves the files below `folder` from now on, and no others: what a request can reach is this list.
  package func show(_ folder: URL) {
    let paths = (FileManager.default.subpaths(atPath: folder.path) ?? []).filter { path in
      FileKind(at: folder.appending(path: path, directoryHint: .notDirectory)) == .file
    }
    state.withLock { state in
      state.folder = folder
      state.paths = Set(paths)
      state.version += 1
    }
  }

  /// The file that the path of a request means, percent-encoded and beginning with a slash; nil where there is none.
  func file(of target: String) -> (path: String, bytes: Data)? {
    guard let path = Self.path(of: target) else { return nil }
    let (folder, isThere) = state.withLock { ($0.folder, $0.paths.contains(path)) }
    guard let folder, isThere else { return nil }
    return (try? Data(contentsOf: folder.appending(path: path, directoryHint: .notDirectory))).map {
      (path, $0)
    }
  }

  private static func path(of target: String) -> String? {
    guard target.hasPrefix("/"), let decoded = String(target.dropFirst()).removingPercentEncoding else {
      return nil
    }
    return decoded.isEmpty || decoded.hasSuffix("/") ? decoded + "index.html" : decoded
  }
}
