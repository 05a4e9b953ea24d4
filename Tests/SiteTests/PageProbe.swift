import Foundation
import Testing

/// Pages of a site in a browser with one more script, a file beside the others as the content security policy wants it, which
/// measures the page it is in and says what it found by `report(findings)`.
struct PageProbe {
  let browser: Browser
  /// JavaScript that runs when a page is loaded, with its fonts.
  let script: String

  /// What was found on a page, and what came of the browser.
  struct Result<Findings: Decodable> {
    let findings: Findings
    let outcome: Browser.Outcome
  }

  private static let name = "measure.js"
  private static let attribute = "data-findings"

  private var file: String {
    """
    function report(findings) {
      var text = JSON.stringify(findings);
      document.documentElement.setAttribute("\(Self.attribute)", text);
      if (parent !== window) parent.postMessage(text, "*");
    }
    addEventListener("load", async function () {
      await document.fonts.ready;
      var root = document.documentElement;
      \(script)
    });
    """
  }

  /// Opens the page at `path` of `site`, which is changed by it.
  func open<Findings: Decodable>(
    _ path: String, of site: BuiltSite, isDark: Bool = false, as type: Findings.Type = Findings.self
  ) throws -> Result<Findings> {
    try prepare(site, [path])
    let outcome = try browser.open(site.folder.appending(path: path), isDark: isDark)
    return Result(findings: try Self.findings(outcome), outcome: outcome)
  }

  /// Opens the pages at `paths` of `site`, which is changed by it, one after the other as wide as asked: a window of Chromium
  /// has a least width, which is more than a telephone's.
  func open<Findings: Decodable>(
    _ paths: [String], of site: BuiltSite, width: Int, isDark: Bool = false,
    as type: Findings.Type = Findings.self
  ) throws -> [Findings] {
    try prepare(site, paths)
    try site.write(Self.frame(paths, width: width), to: "frame.html")
    let outcome = try browser.open(site.folder.appending(path: "frame.html"), isDark: isDark)
    return try Self.findings(outcome)
  }

  private func prepare(_ site: BuiltSite, _ paths: [String]) throws {
    try site.write(file, to: Self.name)
    for path in paths {
      let root = String(repeating: "../", count: path.count { $0 == "/" })
      let text = try site.text(path).replacing(
        "</head>", with: "<script src=\"\(root)\(Self.name)\"></script></head>")
      try site.write(text, to: path)
    }
  }

  /// A page that shows those at `paths` and gathers what is found on them.
  private static func frame(_ paths: [String], width: Int) -> String {
    """
    <!doctype html><html><body><script>
    var paths = \(paths), found = [], frame = document.createElement("iframe");
    frame.width = \(width);
    frame.height = 800;
    frame.style.border = 0;
    document.body.append(frame);
    function next() {
      if (found.length < paths.length) frame.src = paths[found.length];
      else document.documentElement.setAttribute("\(attribute)", "[" + found.join() + "]");
    }
    addEventListener("message", function (event) { found.push(event.data); next(); });
    next();
    </script></body></html>
    """
  }

  private static func findings<Findings: Decodable>(_ outcome: Browser.Outcome) throws -> Findings {
    let attribute = try #require(
      outcome.document.firstMatch(of: /data-findings="([^"]*)"/),
      "the page ran no script of the site’s own folder")
    let json = attribute.output.1.replacing("&quot;", with: "\"").replacing("&lt;", with: "<")
      .replacing("&gt;", with: ">").replacing("&nbsp;", with: "\u{A0}").replacing("&amp;", with: "&")
    return try JSONDecoder().decode(Findings.self, from: Data(json.utf8))
  }
}
