import Foundation

/// What lies at a path, symbolic links followed.
package enum FileKind: Equatable {
  case missing, file, folder
  /// A device, a pipe or a socket: reading one may never end.
  case other

  package init(at url: URL) {
    var status = stat()
    guard !url.path.utf8.contains(0), stat(url.path, &status) == 0 else {
      self = .missing
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    default: self = .other
    }
  }
}
