import Foundation
import TestSupport
import Testing

@Suite struct BuildCommandTests {
  private func run(_ arguments: String..., in study: SmallStudy) throws -> Program.Outcome {
    try Program.start(arguments, in: study.folder.url).wait()
  }

  @Test func buildASiteFromAStoreAloneAndSeeWhenItWasChanged() throws {
    let study = try SmallStudy(samples: 3)
    #expect(try run("run", ".", "--quiet", in: study).status == 0)
    for name in ["models", "data"] { try FileManager.default.removeItem(at: study.folder.file(name)) }
    let built = try run("build", ".", "--output", "site", "--quiet", in: study)
    #expect(built.status == 0, "\(built.errors)")
    #expect(built.output == "")
    #expect(try run("check", "site", in: study).status == 0)
    try study.folder.write("changed", to: "site/index.html")
    let changed = try run("check", "site", in: study)
    #expect(changed.status == 1)
    #expect(changed.output.contains("index.html"))
  }

  @Test func buildNoSiteWhereNothingWasComputed() throws {
    let study = try SmallStudy(samples: 1)
    let outcome = try run("build", ".", "--output", "site", in: study)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("`strata run` makes it"))
    #expect(!FileManager.default.fileExists(atPath: study.folder.file("site").path))
  }
}
