import Foundation
import TestSupport
import Testing

/// The documentation in `docs/`: its site, and every command that it shows.
@Suite struct DocumentationTests {
  private static let docs = SharedData.packageRoot.appending(path: "docs", directoryHint: .isDirectory)
  private static let builder = Program.file.deletingLastPathComponent().appending(path: "documentation")
  private static let pages =
    (try? FileManager.default.contentsOfDirectory(atPath: docs.path))?
    .filter { $0.hasSuffix(".md") }.sorted() ?? []

  /// The blocks of a page that a shell can run, one behind the other.
  private static func commands(of page: String) throws -> String {
    let text = try String(contentsOf: docs.appending(path: page), encoding: .utf8)
    return text.matches(of: /(?s)```sh\n(.*?)```/).map { String($0.output.1) }.joined()
  }

  @Test func thereArePagesWithCommands() throws {
    #expect(Self.pages.count >= 9)
    #expect(try Self.pages.filter { try !Self.commands(of: $0).isEmpty }.count >= 6)
  }

  @Test(arguments: pages) func theCommandsOfAPageRunFromAnEmptyFolder(page: String) throws {
    let commands = try Self.commands(of: page)
    guard !commands.isEmpty else { return }
    let path = "\(Program.file.deletingLastPathComponent().path):/usr/bin:/bin"
    let folder = try TemporaryFolder()
    let outcome = try Program.start(
      ["-ec", commands], executable: URL(filePath: "/bin/sh"), environment: ["PATH": path], in: folder.url
    ).wait()
    #expect(outcome.status == 0, "\(page): \(outcome.errors)")
  }

  @Test func theSiteHasAPageOfEveryCommandAndPassesItsCheck() throws {
    let folder = try TemporaryFolder()
    let site = folder.file("site")
    let outcome = try Program.start(
      [Program.file.path, Self.docs.path, site.path], executable: Self.builder
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let checked = try Program.run("check", site.path)
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
    let commands = try String(contentsOf: site.appending(path: "commands.html"), encoding: .utf8)
    for name in ["run", "build", "tokenize"] {
      #expect(commands.contains("id=\"strata-\(name)\""))
      #expect(commands.contains("USAGE: strata \(name)"))
    }
    let index = try String(contentsOf: site.appending(path: "index.html"), encoding: .utf8)
    #expect(index.contains("href=\"first-study.html\""))
    #expect(!index.contains("methods.html"), "there is no study, so no page of its methods")
  }

  /// A reference of a public comment that leads nowhere is a warning of docc, and so an error here.
  @Test func theLibrariesAreDocumentedWithoutAWarning() throws {
    let folder = try TemporaryFolder()
    let script = SharedData.packageRoot.appending(path: "Packaging/docc.sh").path
    let outcome = try Program.start(
      [script, Program.file.deletingLastPathComponent().path, folder.file("docc").path],
      executable: URL(filePath: "/bin/sh"), environment: ProcessInfo.processInfo.environment,
      in: SharedData.packageRoot
    ).wait()
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    for product in ["Gradients", "Plotting"] {
      let page = "docc/\(product)/documentation/\(product.lowercased())/index.html"
      #expect(FileManager.default.fileExists(atPath: folder.file(page).path), "\(page)")
    }
  }

  @Test func aPageThatIsLinkedAndMissingIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("# Docs\n\n[Gone](gone.md), [Commands](commands.md)\n", to: "docs/index.md")
    let outcome = try Program.start(
      [Program.file.path, folder.file("docs").path, folder.file("site").path], executable: Self.builder
    ).wait()
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("gone.md: `index.md` links to it, and it is not there."))
  }
}
