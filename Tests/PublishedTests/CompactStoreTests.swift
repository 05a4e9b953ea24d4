import Foundation
import Gradients
import Published
import Runs
import Store
import Studies
import StudySupport
import Support
import TestSupport
import Testing

@Suite struct CompactStoreTests {
  let fixture: StudyFixture

  init() throws { fixture = try StudyFixture() }

  private static let extras = "spectrum: true\n  extrema: true\n  cosines: adjacent\n  token_shares: true"

  private func study() throws -> Study {
    try fixture.read(replacing: "samples: 2", with: "samples: 2\n  \(Self.extras)")
  }

  private func run(_ study: Study) throws -> RunSummary {
    let opener = FakeOpener(skips: ["slow 2"])
    return try Runner(
      study: study, options: RunOptions(threads: 1, memory: 100), opener: opener, now: { 0 }
    ).run()
  }

  /// The fixture's study, computed, with a compact store beside its store.
  private func computed() throws -> (study: Study, compact: URL) {
    let study = try study()
    _ = try run(study)
    let files = try ExportJob(
      study: study, output: study.store.deletingLastPathComponent(), formats: [.compact]
    ).run()
    return (study, try #require(files.first))
  }

  /// All results of the study, by place.
  private func results(_ study: Study) throws -> [ConditionResults] {
    let results = try StudyResults(study: study)
    #expect(results.outdated.isEmpty)
    return try results.current().compactMap {
      try results.results(model: $0.model.name, condition: $0.source.condition)
    }
  }

  @Test func standsForAStoreThatIsNotThere() throws {
    let (study, compact) = try computed()
    #expect(compact.lastPathComponent == "\(study.store.lastPathComponent).zst")
    let exact = try results(study)
    try FileManager.default.removeItem(at: study.store)
    let rounded = try results(study)
    #expect(rounded.map(\.condition) == exact.map(\.condition))
    for (rounded, exact) in zip(rounded, exact) {
      #expect(rounded.skipped == exact.skipped)
      #expect(rounded.samples.map(\.loss) == exact.samples.map(\.loss))
      for (rounded, exact) in zip(rounded.samples, exact.samples) {
        for (rounded, exact) in zip(rounded.summaries, exact.summaries) {
          for statistic in Statistic.allCases {
            let (value, truth) = (
              statistic.value(of: rounded, loss: 1), statistic.value(of: exact, loss: 1)
            )
            // Half of the last of 11 bits; twice that for quotients of two rounded numbers.
            #expect(abs(value - truth) <= abs(truth) * 0x1p-10)
          }
        }
      }
    }
    let all = try StudyResults(study: study)
    #expect(all.isCompact)
    #expect(all.file == compact)
  }

  @Test func holdsCosinesButNeitherSpectraNorTexts() throws {
    let (study, compact) = try computed()
    let condition = study.conditions[0]
    let exact = try #require(
      try StudyResults(study: study).cosines(model: "one-base", condition: condition)?.adjacent(.q))
    try FileManager.default.removeItem(at: study.store)
    let results = try StudyResults(study: study)
    let cosines = try #require(
      try results.cosines(model: "one-base", condition: condition)?.adjacent(.q))
    #expect(cosines.values.count == exact.values.count)
    #expect(zip(cosines.values, exact.values).allSatisfy { abs($0 - $1) <= 0x1p-11 })
    #expect(
      try results.spectra(model: "one-base", condition: condition, layer: 0, projection: .q).isEmpty)
    #expect(try results.tokenShareSamples(model: "one-base", condition: condition).isEmpty)
    #expect(results.run(model: "one-base", condition: condition)?.configuration.extras.spectrum == false)
    #expect(FileManager.default.fileExists(atPath: compact.path))
  }

  @Test func isTheSameWhenItIsMadeOfItself() throws {
    let (study, compact) = try computed()
    let first = try Data(contentsOf: compact)
    try FileManager.default.removeItem(at: study.store)
    let again = try ExportJob(study: study, output: fixture.folder.file("again"), formats: [.compact]).run()
    #expect(try Data(contentsOf: again[0]) == first)
  }

  @Test func isNeverComputedIntoNorMerged() throws {
    let (study, compact) = try computed()
    try FileManager.default.removeItem(at: study.store)
    #expect(throws: StoreError.merge(compact.path, .compact)) {
      try MergeJob(study: study, stores: [compact]).run()
    }
    // Computed anew, into a store of its own, which is what counts from then on.
    let summary = try run(study)
    #expect(summary.finished > 0)
    #expect(try !StudyResults(study: study).isCompact)
    // Unpacked into the place of the store it is known for what it is.
    try FileManager.default.removeItem(at: study.store)
    try Compression.zstd.unpack(Data(contentsOf: compact)).write(to: study.store)
    #expect(throws: StoreError.store(study.store.path, .compact)) { try run(study) }
    #expect(try StudyResults(study: study).isCompact)
  }

  @Test(arguments: [0, 4, 100])
  func isDamagedWhenItIsCutOff(length: Int) throws {
    let (study, compact) = try computed()
    try FileManager.default.removeItem(at: study.store)
    try Data(contentsOf: compact).prefix(length).write(to: compact)
    let error = length == 0 ? StoreProblem.notAStore : .corrupt
    #expect(throws: StoreError.store(compact.path, error)) { try StudyResults(study: study) }
  }
}
