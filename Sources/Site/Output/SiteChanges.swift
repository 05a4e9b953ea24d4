import Foundation

/// Which files a build changed in the folder of a site, by path.
package struct SiteChanges: Sendable, Equatable {
  /// Files that were not there before.
  package private(set) var added: [String] = []
  /// Files with other bytes than before.
  package private(set) var changed: [String] = []
  /// Files that the site has no more.
  package private(set) var removed: [String] = []
  /// The number of files with the same bytes as before.
  package private(set) var sameCount = 0

  /// No change.
  init() {}

  /// Compares the new site in `new` with what lies in `old`, and gives files that are as they were the time that they had: so
  /// programs that copy a site to a host see by times what to copy.
  ///
  /// - Throws: `SiteError.output` when `new` cannot be read.
  init(from old: URL, to new: URL) throws {
    let paths = try OutputFolder.files(in: new)
    let known = Set((try? OutputFolder.files(in: old)) ?? [])
    let areSame = try Parallel.map(paths.count) { index in
      let (before, now) = (old.appending(path: paths[index]), new.appending(path: paths[index]))
      guard known.contains(paths[index]), Self.areEqual(before, now) else { return false }
      Self.keepTime(of: before, for: now)
      return true
    }
    for (path, isSame) in zip(paths, areSame) where !isSame {
      if known.contains(path) { changed.append(path) } else { added.append(path) }
    }
    removed = known.subtracting(paths).sorted()
    sameCount = areSame.count(where: \.self)
  }

  private static func areEqual(_ one: URL, _ other: URL) -> Bool {
    guard let left = try? Data(contentsOf: one, options: .mappedIfSafe),
      let right = try? Data(contentsOf: other, options: .mappedIfSafe)
    else { return false }
    return left == right
  }

  /// Where the time cannot be set, the file is newer than it need be.
  private static func keepTime(of old: URL, for new: URL) {
    let time = try? FileManager.default.attributesOfItem(atPath: old.path)[.modificationDate]
    if let time { try? FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: new.path) }
  }

  /// A line that counts, and one for each file that is not as it was.
  package var lines: [String] {
    let kinds = [("new", added), ("changed", changed), ("gone", removed)]
    let counts = kinds.map { "\($0.1.count) \($0.0)" } + ["\(sameCount) as they were"]
    return ["Files: \(counts.joined(separator: ", "))"]
      + kinds.flatMap { kind, paths in paths.map { "\(kind): \($0)" } }
  }
}
