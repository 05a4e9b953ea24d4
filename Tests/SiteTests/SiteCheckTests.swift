import Foundation
import Site
import Testing

/// The check finds what was planted into a good site.
@Suite struct SiteCheckTests {
  /// A change to one page, and what the check must say.
  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let old: String
    let new: String
    let problem: String
    var testDescription: String { name }
  }

  static let faults = [
    Fault(
      name: "file", old: "href=\"data.html\"", new: "href=\"dat.html\"", problem: "there is no file dat.html"),
    Fault(
      name: "folder", old: "href=\"data.html\"", new: "href=\"data/\"",
      problem: "there is no file data/index.html"),
    Fault(name: "id", old: "href=\"#main\"", new: "href=\"#mains\"", problem: "has no id `mains`"),
    Fault(
      name: "way out", old: "href=\"data.html\"", new: "href=\"../data.html\"",
      problem: "leads out of the site"),
    Fault(
      name: "root", old: "href=\"data.html\"", new: "href=\"/data.html\"", problem: "leads out of the site"),
    Fault(name: "script", old: "</body>", new: "<script>1</script></body>", problem: "has an inline script"),
    Fault(
      name: "style", old: "<body>", new: "<body style=\"color:red\">", problem: "inline `style` attribute"),
    Fault(
      name: "style sheet", old: "</head>", new: "<style>a{}</style></head>",
      problem: "has an inline style sheet"),
    Fault(name: "handler", old: "<body>", new: "<body onload=\"x()\">", problem: "inline `onload` attribute"),
    Fault(
      name: "javascript", old: "href=\"data.html\"", new: "href=\"javascript:x()\"",
      problem: "scheme `javascript:`"),
    Fault(
      name: "other host", old: "</body>", new: "<img src=\"https://a.b/c.png\" alt=\"\"></body>",
      problem: "must hold everything it loads"),
    Fault(
      name: "no scheme", old: "</body>", new: "<script src=\"//a.b/c.js\"></script></body>",
      problem: "must hold everything it loads"),
    Fault(name: "second h1", old: "</body>", new: "<h1>Again</h1></body>", problem: "has 2 top headings"),
    Fault(name: "language", old: " lang=\"en\"", new: "", problem: "does not say its language"),
    Fault(
      name: "alt", old: "</body>", new: "<img src=\"assets/icon.svg\"></body>", problem: "image without `alt`"
    ),
    Fault(
      name: "name of a drawing", old: ".6\" role=\"img\" aria-label=\"",
      new: ".6\" role=\"img\" data-label=\"",
      problem: "drawing that has no name"),
    Fault(name: "scope", old: "<th scope=\"col\"", new: "<th", problem: "table header without `scope`"),
    Fault(
      name: "repeated id", old: "</body>", new: "<p id=\"main\"></p></body>",
      problem: "uses the id `main` a second time"),
    Fault(
      name: "heading level", old: "</body>", new: "<h2>a</h2><h4>b</h4></body>",
      problem: "jumps from heading level 2 to 4"),
  ]

  @Test func aGoodSiteHasNoProblems() throws {
    #expect(try SiteCheck.problems(in: BuiltSite.small.get().folder) == [])
  }

  @Test(arguments: faults)
  func aFaultInAPageIsNamedWithFileAndLine(_ fault: Fault) throws {
    let site = try BuiltSite.copyOfSmall()
    let page = try site.text("index.html")
    let start = try #require(page.range(of: fault.old))
    try site.write(page.replacing(fault.old, with: fault.new, maxReplacements: 1), to: "index.html")
    let problems = try SiteCheck.problems(in: site.folder).filter {
      !$0.text.hasPrefix("was changed after the build")
    }
    let found = try #require(problems.first { $0.text.contains(fault.problem) }, "found \(problems)")
    #expect(found.path == "index.html")
    if fault.name != "language" {
      #expect(found.line == page[..<start.lowerBound].count { $0 == "\n" } + 1)
    }
  }

  @Test func missingChangedAndAddedFilesAreFoundByTheManifest() throws {
    let site = try BuiltSite.copyOfSmall()
    try FileManager.default.removeItem(at: site.folder.appending(path: "data/mad.csv"))
    try site.write(try site.text("data/ratio.csv") + "\n", to: "data/ratio.csv")
    try site.write("added", to: "data/more.csv")
    let problems = try SiteCheck.problems(in: site.folder).map(\.description)
    #expect(problems.contains("data/mad.csv: is in manifest.json but not in the folder"))
    #expect(problems.contains { $0.hasPrefix("data/ratio.csv: was changed after the build") })
    #expect(problems.contains("data/more.csv: is not in manifest.json"))
    // The pages that link to the missing file.
    #expect(problems.contains { $0.contains("there is no file data/mad.csv") })
    let linking = try site.pages().count { $0.text.contains("data/mad.csv\"") }
    #expect(linking > 1 && problems.count == 3 + linking)
  }

  @Test func aStyleSheetAndAFigureThatLoadFromElsewhereAreFound() throws {
    let site = try BuiltSite.copyOfSmall()
    try site.write("@import 'x.css';\na { background: url(https://a.b/c.png) }\n", to: "assets/site.css")
    let figure = try #require(try site.paths().first { $0.hasSuffix(".svg") })
    try site.write(
      "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"https://a.b/c.png\"/><script/></svg>",
      to: figure)
    let problems = try SiteCheck.problems(in: site.folder).map(\.description)
    #expect(problems.contains("assets/site.css:1: imports a style sheet"))
    #expect(problems.contains("assets/site.css:2: loads https://a.b/c.png, which is not in the site"))
    #expect(problems.contains("\(figure):1: loads https://a.b/c.png"))
    #expect(problems.contains("\(figure):1: holds a script"))
  }

  @Test(arguments: [nil, "", "[]", "{\"format\": \"strata-site-0\"}"])
  func aFolderWithoutAReadableManifestIsNoSite(manifest: String?) throws {
    let site = try BuiltSite.copyOfSmall()
    if let manifest {
      try site.write(manifest, to: "manifest.json")
    } else {
      try FileManager.default.removeItem(at: site.folder.appending(path: "manifest.json"))
    }
    let error = #expect(throws: SiteError.self) { try SiteCheck.problems(in: site.folder) }
    #expect(error?.description.contains("is no site of Strata's") == true)
  }
}
