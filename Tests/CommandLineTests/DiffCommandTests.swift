import Foundation
import TestSupport
import Testing

@Suite struct DiffCommandTests {
  /// A study of so many samples that is computed, with a compact store beside it.
  private func computed(samples: Int) throws -> SmallStudy {
    let study = try SmallStudy(samples: samples)
    for arguments in [["run", "."], ["export", ".", "--format", "compact", "--output", "."]] {
      let outcome = try Program.start(arguments, in: study.folder.url).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    return study
  }

  private func diff(_ arguments: String...) throws -> Program.Outcome {
    try Program.start(["diff"] + arguments).wait()
  }

  @Test func tellsWhatChangedAndFailsOnlyWhereAsked() throws {
    let (old, new) = (try computed(samples: 4), try computed(samples: 6))
    let places = (old.folder.url.path, new.folder.url.path)
    let outcome = try diff(places.0, places.1)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("small: "))
    #expect(outcome.output.contains("small-base, sums, none: n = 4 → n = 6"))
    #expect(try diff(places.0, places.1, "--fail-on", "any", "--quiet").status == 4)
    let same = try diff(places.0, places.0, "--fail-on", "any")
    #expect(same.status == 0)
    #expect(same.output == "small: Nothing differs.\n")
    #expect(try diff(places.0, places.1, "--fail-on", "all").status == 2)
  }

  @Test func aStoreIsReadAsThatOfTheStudyOnTheOtherSide() throws {
    let study = try computed(samples: 4)
    let store = study.folder.file("elsewhere/old.sqlite.zst")
    try FileManager.default.createDirectory(
      at: store.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: study.folder.file("study.sqlite.zst"), to: store)
    let outcome = try diff(store.path, study.folder.url.path, "--fail-on", "any")
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.contains("beside what rounding explains: one side is a compact store"))
    let alone = try diff(store.path, store.path)
    #expect(alone.status == 1)
    #expect(alone.errors.contains("is a store without a study beside it"))
  }

  @Test func writesMarkdownJSONAndFigures() throws {
    let (old, new) = (try computed(samples: 4), try computed(samples: 6))
    let folder = try TemporaryFolder()
    let (places, figures) = ([old.folder.url.path, new.folder.url.path], folder.file("changed"))
    let comment = folder.file("comment.md")
    let outcome = try Program.start(
      ["diff"] + places + [
        "--format", "markdown", "--output", comment.path, "--figures", figures.path, "--statistic",
        "effective-rank",
      ]
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(try String(contentsOf: comment, encoding: .utf8).hasPrefix("### small: what changed\n"))
    let pictures = try FileManager.default.contentsOfDirectory(atPath: figures.path)
    #expect(pictures.contains("curves-small-base-sums-effective-rank.svg"))
    #expect(try diff(places[0], places[1], "--format", "json").output.hasPrefix("{"))
    let refused = try diff(places[0], places[1], "--statistic", "mean")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("--statistic changes nothing without --figures"))
  }
}
