import Foundation
import TestSupport
import Testing

/// axe-core on every page, in both themes, as wide as a screen, a tablet and a telephone: nothing that it calls serious.
///
/// Contrasts that it cannot decide are measured by ``ContrastTests``.
@Suite(.serialized, .enabled(if: axe != nil, "axe-core is not installed: make setup-test"))
struct AxeTests {
  private struct Violation: Decodable {
    let rule: String
    let impact: String?
    let places: [String]
  }

  private static let script = """
    var found = await axe.run(document, { resultTypes: ["violations"], iframes: false });
    report(found.violations.map(function (rule) {
      return { rule: rule.id, impact: rule.impact, places: rule.nodes.map(function (node) { return node.target.join(" "); }) };
    }));
    """

  /// What is serious on the pages at `paths`, a line each.
  private func problems(_ site: BuiltSite, _ paths: [String], width: Int, isDark: Bool) throws -> [String] {
    let source = try String(contentsOf: try #require(axe), encoding: .utf8)
    let probe = PageProbe(browser: try Browser(), script: source + "\n" + Self.script)
    let pages = try probe.open(paths, of: site, width: width, isDark: isDark, as: [Violation].self)
    try #require(pages.count == paths.count)
    return zip(paths, pages).flatMap { path, violations in
      violations.filter { ["serious", "critical"].contains($0.impact) }
        .map { "\(path): \($0.rule), \($0.places.prefix(3).joined(separator: "; "))" }
    }
  }

  @Test(arguments: [1440, 800, 390], [false, true])
  func nothingIsSerious(width: Int, isDark: Bool) throws {
    let site = try BuiltSite.copyOfSmall()
    let found = try problems(site, try site.pages().map(\.path), width: width, isDark: isDark)
    #expect(found == [])
  }

  @Test func whatIsSeriousIsFound() throws {
    let site = try BuiltSite.copyOfSmall()
    try site.write(
      try site.text("index.html").replacing("<main", with: "<img src=\"assets/icon.svg\"><main"),
      to: "index.html")
    let problems = try problems(site, ["index.html"], width: 1440, isDark: false)
    #expect(problems.contains { $0.contains("image-alt") }, "\(problems)")
  }
}

/// The script of axe-core, which `make setup-test` puts into a virtual environment of its own; nil where it is not.
private let axe: URL? = {
  let folder = SharedData.packageRoot.appending(path: ".venv-test/lib")
  let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  return versions.map { folder.appending(path: "\($0)/site-packages/axe_playwright_python/axe.min.js") }
    .first { FileManager.default.fileExists(atPath: $0.path) }
}()
