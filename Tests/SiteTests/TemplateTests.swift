import FigureSupport
import Foundation
import Site
import TestSupport
import Testing

/// Templates are strict, a study may replace them, and a mistake in one costs nothing.
@Suite struct TemplateTests {
  /// A replacement of the template of the data page, and what must be said of it.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let template: String
    let line: Int
    let problem: String
    var testDescription: String { template }
  }

  static let mistakes = [
    Mistake(template: "{{frame.tilte}}", line: 1, problem: "unknown name `tilte`; did you mean `title`?"),
    Mistake(template: "<h1>\n{{fram.title}}", line: 2, problem: "unknown name `fram`; did you mean `frame`?"),
    Mistake(
      template: "{{#tables}}\n\n{{titel}}\n{{/tables}}", line: 3,
      problem: "unknown name `titel`; did you mean `title`?"),
    Mistake(template: "{{^tables}}{{no_such}}{{/tables}}", line: 1, problem: "unknown name `no_such`"),
    Mistake(template: "{{>fotter}}", line: 1, problem: "unknown template `fotter`; did you mean `footer`?"),
    Mistake(
      template: "{{<base}}\n{{$mian}}{{/mian}}\n{{/base}}", line: 2,
      problem: "unknown block `mian`; did you mean `main`?"),
    Mistake(template: "{{{frame.title}}}", line: 1, problem: "`frame.title` is text, which must be escaped"),
    Mistake(template: "{{tables}}", line: 1, problem: "`tables` is a list, which cannot be shown by itself"),
    Mistake(template: "{{#frame.title}}a{{/frame.title}}", line: 1, problem: "never missing"),
    Mistake(template: "{{>data}}", line: 1, problem: "template `data` includes itself"),
    Mistake(template: "a\n{{#tables}}", line: 2, problem: "tables"),
    Mistake(template: "{{/tables}}", line: 1, problem: "tables"),
    Mistake(template: "{{frame.title", line: 1, problem: "a tag is opened and not closed by }}"),
    Mistake(
      template: String(repeating: "{{#tables}}", count: 5000) + String(repeating: "{{/tables}}", count: 5000),
      line: 1, problem: "stands in more than 100 sections or blocks"),
  ]

  @Test(arguments: mistakes)
  func aMistakeIsToldByTemplateLineAndNearestName(_ mistake: Mistake) throws {
    let study = try SyntheticStudy.small()
    let file = try study.folder.write(mistake.template, to: "templates/data.mustache")
    let error = try #require(throws: SiteError.self) { try build(study) }
    let place = "\(file.resolvingSymlinksInPath().path):\(mistake.line): "
    #expect(error.description.hasPrefix(place), "\(error)")
    #expect(error.description.contains(mistake.problem), "\(error)")
  }

  /// Twelve small templates that would make a page of 10¹² lines.
  @Test func templatesThatIncludeEachOtherTooOftenAreAMistake() throws {
    let study = try SyntheticStudy.small()
    for number in 0..<12 {
      let next = number == 11 ? "{{frame.title}}" : String(repeating: "{{>p\(number + 1)}}", count: 10)
      try study.folder.write(next, to: "templates/p\(number).mustache")
    }
    try study.folder.write("{{>p0}}", to: "templates/data.mustache")
    let error = try #require(throws: SiteError.self) { try build(study) }
    #expect(error.description.contains("include each other so often"), "\(error)")
  }

  @Test func aTemplateThatNothingUsesIsAMistake() throws {
    let study = try SyntheticStudy.small()
    try study.folder.write("<footer></footer>", to: "templates/fooder.mustache")
    let error = try #require(throws: SiteError.self) { try build(study) }
    #expect(error.description.contains("unknown template `fooder`; did you mean `footer`?"), "\(error)")
  }

  @Test(arguments: [
    ("footer.mustach", "Did you mean `footer.mustache`?"),
    ("Overview.html", "Did you mean `overview.mustache`?"),
    ("own.css", "belong into the study's folder `site`"), ("old/footer", "it is no template"),
  ]) func aFileThatIsNoTemplateIsAnErrorWithTheNearestName(path: String, words: String) throws {
    let study = try SyntheticStudy.small()
    try study.folder.write("a { }", to: "templates/\(path)")
    try study.folder.write("", to: "templates/.DS_Store")
    let error = try #require(throws: SiteError.self) { try build(study) }
    #expect(
      error.description.contains("templates/\(path): ") && error.description.contains(words), "\(error)")
  }

  @Test func theStudysTemplatePageStyleSheetAndSettingsTakeThePlaceOfTheBuiltInOnes() throws {
    let study = try SyntheticStudy.small()
    try study.folder.write("<footer>Made for {{frame.site}}</footer>\n", to: "templates/footer.mustache")
    try study.folder.write("# About us\n\nWe <b>count</b>.\n", to: "site/pages/about.md")
    try study.folder.write("a { color: #123456 }\n", to: "site/assets/own.css")
    try study.folder.write(
      "statistics: [effective-rank]\nlanguage: de\nauthors: [A. B.]\nyear: 2030\nlicense: CC BY 4.0\n",
      to: "site/site.yml")
    let site = try BuiltSite(study)
    let index = try site.text("index.html")
    #expect(index.contains("<footer>Made for Fast and slow thinking, made up</footer>"))
    #expect(index.contains("<html lang=\"de\">"))
    #expect(index.contains("<meta name=\"citation_author\" content=\"A. B.\">"))
    #expect(index.contains("href=\"assets/own.css\""))
    #expect(index.contains("<a href=\"about.html\">About us</a>"))
    #expect(try site.text("about.html").contains("<h1>About us</h1>"))
    #expect(try site.text("assets/own.css") == "a { color: #123456 }\n")
    #expect(try site.paths().contains { $0.hasSuffix("effective-rank.svg") })
    #expect(try !site.paths().contains { $0.contains("nuclear-norm") })
    #expect(try SiteCheck.problems(in: site.folder) == [])
  }

  @Test func aMistakeInTheSettingsOfTheSiteIsToldWithItsLine() throws {
    let study = try SyntheticStudy.small()
    try study.folder.write(
      "year: 2030\nstatistics: [nuclear-nrom]\nadress: https://a.b\n", to: "site/site.yml")
    let error = try #require(throws: SiteError.self) { try build(study) }
    #expect(error.description.contains("nuclear-norm"), "\(error)")
    #expect(error.description.contains("`address`"), "\(error)")
    #expect(error.description.contains("line 2") && error.description.contains("line 3"), "\(error)")
  }

  @Test func whatIsNoRegularFileAmongTheSitesSourcesIsRefusedNotPassedOver() throws {
    let study = try SyntheticStudy.small()
    let settings = study.folder.file("site/site.yml")
    try FileManager.default.removeItem(at: settings)
    try study.folder.makeFolder("site/site.yml")
    #expect(
      try #require(throws: SiteError.self) { try build(study) }.description.contains("site.yml: it is not"))
    try FileManager.default.removeItem(at: settings)
    let outside = try TemporaryFolder()
    try outside.write("a { }", to: "own.css")
    try study.folder.makeFolder("site/assets")
    try FileManager.default.createSymbolicLink(
      at: study.folder.file("site/assets/own.css"), withDestinationURL: outside.file("own.css"))
    #expect(
      try #require(throws: SiteError.self) { try build(study) }.description.contains("own.css: it is not"))
    try FileManager.default.removeItem(at: study.folder.file("site"))
    try FileManager.default.createSymbolicLink(
      at: study.folder.file("site"), withDestinationURL: outside.url)
    #expect(
      try #require(throws: SiteError.self) { try build(study) }.description.contains("site: it is a link to"))
  }

  @Test func aFileOfTheStudyThatIsTooLargeForASiteIsRefused() throws {
    let study = try SyntheticStudy.small()
    let file = study.folder.file("site/movie.bin")
    try study.folder.write("", to: "site/movie.bin")
    let handle = try FileHandle(forWritingTo: file)
    try handle.truncate(atOffset: 32 << 20 + 1)
    try handle.close()
    let error = try #require(throws: SiteError.self) { try build(study) }
    #expect(error.description.contains("movie.bin: it is larger than 33554432 bytes"), "\(error)")
  }

  @Test func aSiteThatIsTooLongForOnePageIsRefused() throws {
    let folder = try TemporaryFolder()
    let manifest = #"{"format": "strata-site-1", "files": [{"path": "index.html", "sha256": ""}]}"#
    try folder.write(manifest, to: "site/manifest.json")
    func write(_ length: Int) throws {
      let text = String(repeating: "x", count: length)
      try folder.write("<!doctype html><body><main>\(text)</main></body>", to: "site/index.html")
      try SinglePage.write(folder.file("site"), to: folder.file("one.html"))
    }
    let error = try #require(throws: SiteError.self) { try write(25_000_000) }
    #expect(error.description.contains("one page may have 25000000"), "\(error)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("one.html").path))
    try write(24_000_000)
  }

  @Test func aPageOfTheStudyThatBreaksARuleOfTheSiteIsRefused() throws {
    let study = try SyntheticStudy.small()
    try study.folder.write("<footer><a href=\"gone.html\">a</a></footer>\n", to: "templates/footer.mustache")
    let error = try #require(throws: SiteError.self) { try build(study) }
    #expect(error.description.contains("there is no file gone.html"), "\(error)")
  }

  private func build(_ study: SyntheticStudy) throws {
    try BuiltSite.build(study, into: study.folder.file("site-of-study"))
  }
}
