import Foundation

/// Which folders there are before files are written into one, so that work that fails leaves no empty ones behind.
package struct FolderSnapshot {
  private let output: URL
  private let names: [String]
  private let before: Set<String>

  /// Notes the folders at and above `output`, and those called `names` in it with all that they hold: nothing else is
  /// made there, and an output may lie in the middle of a large tree.
  package init(of output: URL, inside names: [String]) {
    self.output = output.standardizedFileURL
    self.names = names
    before = Set(Self.folders(at: self.output, names))
  }

  /// Removes those that are new and empty, from the inside out; one that holds something stays.
  package func removeNewEmptyFolders() {
    for path in Self.folders(at: output, names) where !before.contains(path) { rmdir(path) }
  }

  /// The folders, those that lie in others first.
  private static func folders(at output: URL, _ names: [String]) -> [String] {
    var inside: [String] = []
    for folder in names.map({ output.appending(path: $0).path }) {
      let found = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      inside += [folder] + found.map { "\(folder)/\($0)" }
    }
    inside = inside.filter { FileKind(at: URL(filePath: $0)) == .folder }
    inside.sort { $0.utf8.count > $1.utf8.count }
    var above: [String] = []
    var folder = output
    while folder.path != "/", !folder.path.isEmpty {
      if FileKind(at: folder) == .folder { above.append(folder.path) }
      folder = folder.deletingLastPathComponent().standardizedFileURL
    }
    return inside + above
  }
}
