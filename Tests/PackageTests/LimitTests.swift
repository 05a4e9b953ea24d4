import Foundation
import Testing

/// The bounds of docs/limits.md stand in the source, and their tests are there.
@Suite struct LimitTests {
  private struct Limit: CustomTestStringConvertible {
    let bound: String
    /// A file and words in it; nil for a bound that a library sets.
    let source: (file: String, words: String)?
    /// Words of its test; nil where there is none.
    let test: String?
    var testDescription: String { bound }
  }

  private let limits: [Limit]

  init() throws {
    let text = try String(contentsOf: Manifest.root.appending(path: "docs/limits.md"), encoding: .utf8)
    limits = text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard line.hasPrefix("| "), cells.count == 5, cells[0] != "bound" else { return nil }
      func quoted(_ cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
          .filter { $0.offset % 2 == 1 }.map { String($0.element) }
      }
      let source = quoted(cells[2])
      return Limit(
        bound: cells[0], source: source.count == 2 ? (source[0], source[1]) : nil,
        test: quoted(cells[3]).first)
    }
  }

  @Test func areListed() {
    #expect(limits.count > 40)
    #expect(limits.count { $0.source == nil } == 1)
    #expect(limits.allSatisfy { $0.test != nil })
  }

  @Test func standInTheSourceAsTheyAreListed() throws {
    for limit in limits {
      guard let (file, words) = limit.source else { continue }
      let source = try String(contentsOf: Manifest.root.appending(path: file), encoding: .utf8)
      #expect(source.contains(words), "\(limit.bound): \(file) has no `\(words)`")
    }
  }

  @Test func haveTheTestsThatAreListed() throws {
    let folder = Manifest.root.appending(path: "Tests")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
    let texts = try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
      .map { try String(contentsOf: $0, encoding: .utf8) }
    for limit in limits {
      guard let test = limit.test else { continue }
      #expect(texts.contains { $0.contains(test) }, "\(limit.bound): no test has `\(test)`")
    }
  }
}
