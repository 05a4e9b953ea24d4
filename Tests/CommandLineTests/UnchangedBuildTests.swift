import FigureSupport
import Foundation
import TestSupport
import Testing

/// A build that would change nothing sees so, one that would does it, and what is kept between them changes no byte.
@Suite struct UnchangedBuildTests {
  private static let unchanged = "nothing has changed"

  /// A study with results and its site in `built`: a study's folder `site` holds sources.
  private func built(samples: Int = 3, settings: String = "max_length: 300") throws -> SmallStudy {
    let study = try SmallStudy(samples: samples, settings: settings)
    #expect(try run("run", ".", "--quiet", in: study).status == 0)
    #expect(try run("build", ".", "--output", "built", in: study).status == 0)
    return study
  }

  private func run(_ arguments: String..., in study: SmallStudy) throws -> Program.Outcome {
    try Program.start(arguments, in: study.folder.url).wait()
  }

  private func build(_ study: SmallStudy, _ more: [String] = []) throws -> Program.Outcome {
    let outcome = try Program.start(["build", ".", "--output", "built"] + more, in: study.folder.url).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome
  }

  private func saysUnchanged(_ study: SmallStudy, _ more: String...) throws -> Bool {
    try build(study, more).errors.contains(Self.unchanged)
  }

  private func times(_ study: SmallStudy) throws -> [Date?] {
    try FolderListing.paths(in: study.folder.file("built")).map { path in
      try FileManager.default.attributesOfItem(atPath: study.folder.file("built/\(path)").path)[
        .modificationDate]
        as? Date
    }
  }

  @Test func aBuildThatWouldChangeNothingTouchesNoFileAndReportsTheSame() throws {
    let study = try SmallStudy(samples: 3)
    #expect(try run("run", ".", "--quiet", in: study).status == 0)
    let first = try build(study)
    #expect(!first.errors.contains(Self.unchanged))
    let before = try times(study)
    let second = try build(study)
    #expect(second.errors.contains(Self.unchanged))
    #expect(second.output == first.output)
    #expect(try times(study) == before)
    #expect(try run("check", "built", in: study).status == 0)
  }

  @Test func aBuildExplainsWhyItWritesASite() throws {
    let study = try SmallStudy(samples: 3)
    #expect(try run("run", ".", "--quiet", in: study).status == 0)
    #expect(try build(study, ["--explain"]).output.contains("Why: no site was built of this study before"))
    #expect(try build(study, ["--explain"]).output.contains("Why: no file is written: nothing has changed"))
    try study.folder.write("main { max-width: 70rem }", to: "site/assets/own.css")
    #expect(try build(study, ["--explain"]).output.contains("Why: site/assets/own.css is new"))
    try study.folder.write("main { max-width: 80rem }", to: "site/assets/own.css")
    #expect(try build(study, ["--explain"]).output.contains("Why: changed: site/assets/own.css"))
    try study.folder.write("", to: "built/index.html")
    #expect(try build(study, ["--explain"]).output.contains("Why: index.html was changed after the build"))
    let other = try build(study, ["--explain", "--publish-study-file"]).output
    #expect(other.contains("Why: changed: the options"))
  }

  /// Programs that copy a site to its host go by times.
  @Test func filesThatAreAsTheyWereKeepTheirTimesAndOthersAreNamed() throws {
    let study = try built()
    try study.folder.write("# Notes\n", to: "site/pages/notes.md")
    let site = study.folder.file("built")
    let long = Date(timeIntervalSince1970: 1_000_000)
    let before = try FolderListing.contents(of: site)
    for path in before.keys {
      try FileManager.default.setAttributes(
        [.modificationDate: long], ofItemAtPath: site.appending(path: path).path)
    }
    let output = try build(study, ["--explain"]).output.split(separator: "\n").map(String.init)
    let after = try FolderListing.contents(of: site)
    let changed = before.keys.filter { after[$0] != before[$0] }.sorted()
    #expect(changed.contains("index.html") && changed.count < before.count)
    let sameCount = before.count - changed.count
    #expect(output.contains("Files: 1 new, \(changed.count) changed, 0 gone, \(sameCount) as they were"))
    #expect(output.contains("new: notes.html"))
    #expect(output.filter { $0.hasPrefix("changed: ") } == changed.map { "changed: \($0)" })
    for path in before.keys {
      let time =
        try FileManager.default.attributesOfItem(atPath: site.appending(path: path).path)[.modificationDate]
      #expect((time as? Date == long) == !changed.contains(path), "\(path)")
    }
    try FileManager.default.removeItem(at: study.folder.file("site/pages/notes.md"))
    #expect(try build(study, ["--explain"]).output.contains("gone: notes.html"))
  }

  @Test func everythingThatASiteIsMadeFromIsLookedAt() throws {
    let study = try built()
    #expect(try saysUnchanged(study))
    let folder = study.folder
    let changes: [(String, () throws -> Void)] = [
      (
        "the study file",
        {
          let text = try String(contentsOf: folder.file("study.yml"), encoding: .utf8)
          try folder.write(text.replacing("A small study", with: "A smaller study"), to: "study.yml")
        }
      ),
      ("a template", { try folder.write("<footer>ours</footer>\n", to: "templates/footer.mustache") }),
      (
        "a template's text",
        { try folder.write("<footer>theirs</footer>\n", to: "templates/footer.mustache") }
      ),
      (
        "a template that is gone",
        { try FileManager.default.removeItem(at: folder.file("templates/footer.mustache")) }
      ),
      ("a page", { try folder.write("# Notes\n", to: "site/pages/notes.md") }),
      ("a style sheet", { try folder.write("a { color: red }\n", to: "site/assets/own.css") }),
      ("settings", { try folder.write("authors: [Ada]\n", to: "site/site.yml") }),
    ]
    for (what, change) in changes {
      try change()
      #expect(try !saysUnchanged(study), "\(what)")
      #expect(try saysUnchanged(study), "\(what), built")
    }
    #expect(try !saysUnchanged(study, "--base-path", "/reports/"))
    #expect(try saysUnchanged(study, "--base-path", "/reports/"))
    #expect(try !saysUnchanged(study))
  }

  @Test func resultsThatCameAreShown() throws {
    let study = try built(settings: "samples: 2")
    #expect(try saysUnchanged(study))
    let text = try String(contentsOf: study.folder.file("study.yml"), encoding: .utf8)
    try study.folder.write(text.replacing("samples: 2", with: "samples: 3"), to: "study.yml")
    #expect(try !saysUnchanged(study))
    let before = try FolderListing.contents(of: study.folder.file("built"))
    #expect(try run("run", ".", "--quiet", in: study).status == 0)
    #expect(try !saysUnchanged(study))
    let after = try FolderListing.contents(of: study.folder.file("built"))
    #expect(before["data/mad.csv"] != after["data/mad.csv"])
    #expect(before["index.html"] != after["index.html"])
  }

  /// Data and checkpoints that changed make results outdated, which a site shows no more.
  @Test func aDataFileThatChangedIsNoticed() throws {
    let study = try built()
    try study.folder.write(SmallStudy.records(3, answer: "other"), to: "data/fast.json")
    #expect(try !saysUnchanged(study))
  }

  @Test func filesOfTheSiteThatAreNotAsTheyWereWrittenAreWrittenAgain() throws {
    let study = try built()
    let site = study.folder.file("built")
    let whole = try FolderListing.contents(of: site)
    let damages: [(String, () throws -> Void)] = [
      ("changed", { try study.folder.write("changed", to: "built/index.html") }),
      (
        "changed in one byte, with its time set back",
        {
          let file = site.appending(path: "data/mad.csv")
          let time = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] ?? Date()
          var bytes = try Data(contentsOf: file)
          bytes[bytes.count - 2] ^= 1
          try bytes.write(to: file)
          try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: file.path)
        }
      ),
      ("removed", { try FileManager.default.removeItem(at: site.appending(path: "methods.html")) }),
      ("the manifest", { try FileManager.default.removeItem(at: study.folder.file("study.sqlite.site")) }),
      ("all removed", { try FileManager.default.removeItem(at: site) }),
    ]
    for (what, damage) in damages {
      try damage()
      #expect(try !saysUnchanged(study), "\(what)")
      #expect(try FolderListing.contents(of: site) == whole, "\(what)")
    }
  }

  @Test func aSiteThatWasCopiedOrTouchedIsStillTheSame() throws {
    let study = try built()
    let site = study.folder.file("built")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)],
      ofItemAtPath: site.appending(path: "index.html").path)
    #expect(try saysUnchanged(study))
    try FileManager.default.moveItem(at: site, to: study.folder.file("moved"))
    try FileManager.default.copyItem(at: study.folder.file("moved"), to: site)
    #expect(try saysUnchanged(study))
  }

  @Test func aFileOfSomebodyElseInTheSiteIsStillAnError() throws {
    let study = try built()
    try study.folder.write("mine", to: "built/CNAME")
    let outcome = try run("build", ".", "--output", "built", in: study)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("CNAME"))
  }

  @Test(arguments: ["study.sqlite.site", "study.sqlite.cache"], [0.0, 0.3, 0.99])
  func whatIsKeptAndDamagedChangesNothing(name: String, place: Double) throws {
    let study = try built()
    let whole = try FolderListing.contents(of: study.folder.file("built"))
    let file = study.folder.file(name)
    var bytes = try Data(contentsOf: file)
    bytes[Int(place * Double(bytes.count - 1))] ^= 1
    try bytes.write(to: file)
    try study.folder.write("changed", to: "built/index.html")
    #expect(try !saysUnchanged(study))
    #expect(try FolderListing.contents(of: study.folder.file("built")) == whole)
    #expect(try saysUnchanged(study))
  }

  @Test func sitesAreTheSameWithAndWithoutWhatIsKeptAndOnAnyNumberOfCores() throws {
    let study = try built()
    let whole = try FolderListing.contents(of: study.folder.file("built"))
    let kept = ["study.sqlite.cache", "study.sqlite.site"].map { study.folder.file($0) }
    for file in kept { try FileManager.default.removeItem(at: file) }
    #expect(try run("build", ".", "--output", "cold", "--quiet", in: study).status == 0)
    #expect(try FolderListing.contents(of: study.folder.file("cold")) == whole)
    #expect(try run("build", ".", "--output", "warm", "--quiet", in: study).status == 0)
    #expect(try FolderListing.contents(of: study.folder.file("warm")) == whole)
    for file in kept { try FileManager.default.removeItem(at: file) }
    let alone = Process()
    alone.executableURL = URL(filePath: "/usr/bin/env")
    alone.arguments = [
      "taskset", "-c", "0", Program.file.path, "build", study.folder.url.path, "--output",
      study.folder.file("alone").path, "--quiet",
    ]
    try alone.run()
    alone.waitUntilExit()
    #expect(alone.terminationStatus == 0)
    #expect(try FolderListing.contents(of: study.folder.file("alone")) == whole)
  }

  @Test func figuresAndTablesAreTheSameWithAndWithoutWhatIsKept() throws {
    let study = try built()
    let cache = study.folder.file("study.sqlite.cache")
    for words in [["plot", "curves"], ["plot", "mad"], ["table", "mad"], ["table", "ratio"]] {
      let ending = words[0] == "plot" ? "svg" : "csv"
      let contents = try ["warm", "cold"].map { name in
        if name == "cold" { try? FileManager.default.removeItem(at: cache) }
        let output = "\(name).\(ending)"
        let outcome = try Program.start(words + [".", "--output", output], in: study.folder.url).wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try Data(contentsOf: study.folder.file(output))
      }
      #expect(contents[0] == contents[1], "\(words)")
    }
  }
}
