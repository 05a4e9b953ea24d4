import Foundation

/// What tells that a file was not touched: its place on the disk, its size, and when its content and its entry were last
/// changed. A program may set back the former time, but the latter is the system's.
package struct FileStamp: Sendable, Equatable {
  /// The stamp as a line of numbers.
  package let text: String

  /// The stamp of the file at `path`; nil when there is none.
  package init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// A stamp of what the system says of a file.
  package init(_ status: stat) {
    #if canImport(Darwin)
      let times = [status.st_mtimespec, status.st_ctimespec]
    #else
      let times = [status.st_mtim, status.st_ctim]
    #endif
    let numbers = [Int(status.st_dev), Int(truncatingIfNeeded: status.st_ino), Int(status.st_size)]
    text = (numbers + times.flatMap { [$0.tv_sec, $0.tv_nsec] }).map(String.init).joined(separator: " ")
  }
}

/// The program that is running.
package enum Program {
  /// A hash that is another one for every version and every build of the program: what one has made of its input, another
  /// may make otherwise.
  package static let identity: ContentHash = {
    let file = Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? ""
    let texts = [Version.current, FileStamp(of: file)?.text ?? ""]
    return ContentHash(of: texts.joined(separator: "\n").utf8)
  }()
}
