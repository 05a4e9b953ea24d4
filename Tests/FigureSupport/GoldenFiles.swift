import Foundation

/// Compares texts word by word, numbers by value: the last places of a logarithm differ between processors.
package enum GoldenText {
  /// How far two numbers may be apart, relative to the larger one. Results are sums of some hundred values, so
  /// rounding stays far below, and a change of any formula far above.
  package static let tolerance = 1e-9

  /// Where `found` differs from `expected`, as “line: expected, found”; nil when it does not.
  package static func difference(_ found: String, _ expected: String) -> String? {
    let found = found.split(separator: "\n", omittingEmptySubsequences: false)
    let expected = expected.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, pair) in zip(found, expected).enumerated() where !same(pair.0, pair.1) {
      return "line \(index + 1): expected “\(pair.1.prefix(200))”, found “\(pair.0.prefix(200))”"
    }
    return found.count == expected.count ? nil : "expected \(expected.count) lines, found \(found.count)"
  }

  private static func same(_ found: Substring, _ expected: Substring) -> Bool {
    if found.utf8.elementsEqual(expected.utf8) { return true }
    let pattern = /-?\d+\.\d+(?:e-?\d+)?/
    let numbers = (found.matches(of: pattern), expected.matches(of: pattern))
    guard numbers.0.count == numbers.1.count,
      found.replacing(pattern, with: "#") == expected.replacing(pattern, with: "#")
    else { return false }
    return zip(numbers.0, numbers.1).allSatisfy { found, expected in
      guard let a = Double(found.output), let b = Double(expected.output) else { return false }
      return abs(a - b) <= tolerance * max(abs(a), abs(b))
    }
  }
}

/// The files below a folder.
package enum FolderListing {
  /// Paths inside `folder`, sorted; hidden files too.
  package static func paths(in folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
      let values = try folder.appending(path: path).resourceValues(forKeys: [.isRegularFileKey])
      return values.isRegularFile == true
    }.sorted()
  }

  /// The content of every file by path.
  package static func contents(of folder: URL) throws -> [String: Data] {
    Dictionary(
      uniqueKeysWithValues: try paths(in: folder).map {
        ($0, try Data(contentsOf: folder.appending(path: $0)))
      })
  }
}
