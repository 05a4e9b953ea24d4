import Foundation
import Store
import Studies
import TestSupport
import Testing

@Suite struct MergeCommandTests {
  private func exports(_ study: SmallStudy) throws -> [String: Data] {
    let folder = study.folder.file("export")
    let outcome = try Program.run(
      "export", study.folder.url.path, "--output", folder.path, "--format", "layer-gradient",
      "gradient-unified", "csv",
      "tidy")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let files = outcome.output.split(separator: "\n").map { URL(filePath: String($0)) }
    return Dictionary(
      uniqueKeysWithValues: try files.map {
        (String($0.path.dropFirst(folder.path.count)), try Data(contentsOf: $0))
      })
  }

  /// Everything that a study can keep.
  private static let settings = """
    max_length: 300
    spectrum: true
    extrema: true
    cosines: all-pairs
    token_shares: true
    projections: [q, k, v, o, gate, up, down]
    """.replacing("\n", with: "\n  ")

  /// The token shares of every sample of the first condition.
  private func shares(_ study: SmallStudy) throws -> [TokenShares?] {
    let study = try Study(at: study.folder.url)
    let results = try StudyResults(study: study)
    return try (0..<5).map {
      try results.tokenShares(model: "small-base", condition: study.conditions[0], sample: $0)
    }
  }

  @Test func bringsShardsTogetherAsOneRunGivesThemToTheByteOfEveryExport() throws {
    let study = try SmallStudy(samples: 5, settings: Self.settings)
    for shard in ["1/2", "2/2"] {
      let outcome = try Program.run("run", study.folder.url.path, "--shard", shard, "--threads", "2")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("computed \(shard == "1/2" ? 18 : 12) samples in "))
    }
    let stores = (1...2).map { study.folder.file("study.shard-\($0)-of-2.sqlite").path }
    let merged = try Program.run("merge", study.folder.url.path, stores[0], stores[1])
    #expect(merged.status == 0)
    #expect(merged.output == "merged 2 stores, 30 samples added\n")
    #expect(merged.errors == stores.map { $0 + "\n" }.joined())
    let again = try Program.run("merge", study.folder.url.path, stores[1], "--json", "--quiet")
    #expect(
      again.output == #"{"stores":1,"added":0,"missing":0,"conditions_missing":0,"unfinished_shards":{}}"#
        + "\n")
    #expect(again.errors == "")

    let whole = try SmallStudy(samples: 5, settings: Self.settings)
    #expect(try Program.run("run", whole.folder.url.path, "--threads", "1").status == 0)
    let found = try exports(study)
    #expect(found.count == 6 + 6 + 2 + Statistic.allCases.count + 5)
    #expect(found == (try exports(whole)))
    #expect(try shares(study) == shares(whole))
  }

  @Test func refusesWhatIsNoStoreOfTheStudyInOneParagraph() throws {
    let study = try SmallStudy(samples: 2)
    let store = study.folder.file("other.sqlite")
    let missing = try Program.run("merge", study.folder.url.path, store.path)
    #expect(missing.status == 1)
    #expect(missing.errors.hasPrefix("Error: There is no file \(store.path) to merge."))
    try study.folder.write("not a store", to: "other.sqlite")
    let other = try Program.run("merge", study.folder.url.path, store.path)
    #expect(other.status == 1)
    #expect(other.errors.contains("other.sqlite is not a store of Strata"))
    #expect(!FileManager.default.fileExists(atPath: study.store.path))
  }
}
