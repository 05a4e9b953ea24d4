import Foundation
import Testing

/// Every module has a README whose example is one that a test of the module compiles and runs.
@Suite struct ReadmeTests {
  private static let root = Manifest.root

  /// The modules by the table of ARCHITECTURE.md, without the program, whose README shows commands.
  private static var libraries: [String] {
    get throws {
      let text = try String(contentsOf: root.appending(path: "ARCHITECTURE.md"), encoding: .utf8)
      let rows = text.split(separator: "\n").drop { !$0.hasPrefix("| module |") }.dropFirst(2)
      let cells = rows.prefix { $0.hasPrefix("| `") }.map { $0.split(separator: "`") }
      return cells.map { String($0[1]) }.filter { $0 != "strata" }
    }
  }

  @Test func everyModuleHasAReadme() throws {
    for module in try Self.libraries + ["strata"] {
      let file = Self.root.appending(path: "Sources/\(module)/README.md")
      #expect(FileManager.default.fileExists(atPath: file.path), "\(module) has no README.md")
    }
  }

  @Test func examplesOfReadmesAreThoseOfTests() throws {
    for module in try Self.libraries {
      let readme = try Self.text("Sources/\(module)/README.md")
      let test = try Self.text("Tests/\(module)Tests/ReadmeExample.swift")
      let shown = try #require(Self.lines(of: readme, from: "```swift", to: "```"), "\(module): no example")
      let tested = try #require(
        Self.lines(of: test, from: "// README example", to: "// end of example"), "\(module): no test")
      #expect(shown == tested, "\(module): the README shows another example than the test runs")
      #expect((3...25).contains(shown.count), "\(module): an example has about ten lines")
    }
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The lines between two marks without what all of them begin with, and without empty ones at the ends.
  private static func lines(of text: String, from start: String, to end: String) -> [String]? {
    let all = text.components(separatedBy: "\n")
    guard let first = all.firstIndex(where: { $0.trimmingCharacters(in: .whitespaces) == start }),
      let last = all[(first + 1)...].firstIndex(where: { $0.trimmingCharacters(in: .whitespaces) == end })
    else { return nil }
    let inside = all[(first + 1)..<last]
    let indent = inside.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    let lines = inside.map { String($0.dropFirst(indent)) }
    return Array(lines.drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed())
  }
}
