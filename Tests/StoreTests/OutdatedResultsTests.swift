import Foundation
import Published
import Runs
import Store
import Studies
import StudySupport
import TestSupport
import Testing

/// Results whose study, checkpoint or data changed since they were computed.
@Suite struct OutdatedResultsTests {
  let fixture: StudyFixture

  init() throws {
    fixture = try StudyFixture()
    for name in ["base", "instruct"] { try ByteModel().write(to: fixture.folder.file("models/\(name)")) }
  }

  /// The fixture's study with base models only, computed.
  private func computed() throws -> Study {
    let text = StudyFixture.text.replacingOccurrences(
      of: "    stage: instruct\n    partner: one-base", with: "    stage: base")
    try fixture.folder.write(text, to: "study.yml")
    let study = try Study(at: fixture.folder.url)
    let runner = Runner(
      study: study, options: RunOptions(threads: 1), opener: CheckpointOpener(), now: { 0 })
    #expect(try runner.run().finished == 12)
    return study
  }

  /// How many of the study's models and conditions have results that count.
  private func shown(_ results: StudyResults) -> Int {
    results.study.models.flatMap { model in
      results.study.conditions.compactMap { results.run(model: model.name, condition: $0) }
    }.count
  }

  @Test func areNoneWhereNothingHasChangedOrWhereTheFilesAreNotThere() throws {
    let study = try computed()
    for place in ["", "models", "data"] {
      if !place.isEmpty { try FileManager.default.removeItem(at: fixture.folder.file(place)) }
      let results = try StudyResults(study: study)
      #expect(results.outdated == [])
      #expect(shown(results) == 6)
    }
  }

  @Test func areThoseOfADataFileWithOtherRecords() throws {
    let study = try computed()
    try fixture.folder.write(StudyFixture.records(3, answer: "slower"), to: "data/slow.json")
    let results = try StudyResults(study: study)
    #expect(results.outdated == [.data(file: fixture.folder.file("data/slow.json").path)])
    #expect(shown(results) == 4)
    #expect(results.outdated.first?.description.contains("`strata run` computes them") == true)
  }

  @Test func areThoseOfAFileThatIsThereAndCannotBeRead() throws {
    let study = try computed()
    try fixture.folder.write("[", to: "data/slow.json")
    try fixture.folder.write("{", to: "models/instruct/config.json")
    let results = try StudyResults(study: study)
    #expect(
      results.outdated == [
        .data(file: fixture.folder.file("data/slow.json").path),
        .checkpoint(model: "one-instruct", folder: fixture.folder.file("models/instruct").path),
      ])
  }

  @Test func areNotExportedAndTheExportSaysSo() throws {
    let study = try computed()
    try fixture.folder.write(StudyFixture.records(3, answer: "slower"), to: "data/slow.json")
    var warnings: [OutdatedResults] = []
    let files = try ExportJob(study: study, output: fixture.folder.file("out"), formats: [.csv])
      .run(warn: { warnings.append($0) })
    #expect(warnings == [.data(file: fixture.folder.file("data/slow.json").path)])
    let table = try String(contentsOf: try #require(files.first), encoding: .utf8)
    #expect(table.contains(",none,") && !table.contains(",detailed,"))
  }

  @Test(arguments: [1, 3, 50])
  func areNotWhatAStudyAsksForBeyondThemMoreSamplesAreMissingFewerAreCut(asked: Int) throws {
    let study = try computed()
    let text = study.source.replacingOccurrences(of: "samples: 2", with: "samples: \(asked)")
    try fixture.folder.write(text, to: "study.yml")
    let results = try StudyResults(study: try Study(at: fixture.folder.url))
    let coverage = try #require(try results.coverage(model: "one-base", condition: study.conditions[0]))
    #expect(coverage.expected == min(asked, 3))
    #expect(coverage.missing == max(0, min(asked, 3) - 2))
    #expect(results.outdated == [])
  }

  @Test func areNotThoseOfADataFileThatIsLaidOutAnew() throws {
    let study = try computed()
    let text = StudyFixture.records(3, answer: "slow").replacingOccurrences(of: "\n", with: " ")
    try fixture.folder.write(text, to: "data/slow.json")
    #expect(try StudyResults(study: study).outdated == [])
  }

  @Test func areThoseOfAModelInWhoseFolderAnotherCheckpointOrTokenizerLies() throws {
    let study = try computed()
    let folder = fixture.folder.file("models/instruct")
    try fixture.folder.write("{}", to: "models/instruct/special_tokens_map.json")
    var results = try StudyResults(study: study)
    #expect(results.outdated == [.tokenizer(model: "one-instruct", folder: folder.path)])
    var model = ByteModel()
    model.checkpoint.tensors[0].data[17] ^= 1
    try model.write(to: folder)
    results = try StudyResults(study: study)
    #expect(results.outdated == [.checkpoint(model: "one-instruct", folder: folder.path)])
    #expect(shown(results) == 3)
  }

  @Test func areThoseOfOtherSettingsNamedOnce() throws {
    let study = try computed()
    let text = study.source.replacingOccurrences(of: "max_length: 64", with: "max_length: 32")
    try fixture.folder.write(text, to: "study.yml")
    let results = try StudyResults(study: try Study(at: fixture.folder.url))
    #expect(results.outdated == [.settings(model: "one-base"), .settings(model: "one-instruct")])
    #expect(shown(results) == 0)
  }
}
