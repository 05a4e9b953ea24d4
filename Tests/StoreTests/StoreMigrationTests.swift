import Foundation
import GRDB
import Gradients
import Published
import Runs
import Store
import Studies
import StudySupport
import Synchronization
import TestSupport
import Testing

/// Stores that were written before there were the statistics of today.
///
/// `Fixtures/version-3` is a study of the miniature model that was computed by the last program of store version 3. A store
/// from before a statistic is one without its column; effective rank stands for any.
@Suite struct StoreMigrationTests {
  let fixture: StudyFixture
  let opener = FakeOpener(skips: ["slow 1"])

  init() throws { fixture = try StudyFixture() }

  /// The study that the program of version 3 computed, in a folder of the test's own.
  private func studyOfVersion3() throws -> Study {
    let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/version-3")
    let folder = fixture.folder.file("version-3")
    try FileManager.default.copyItem(at: source, to: folder)
    let model = SharedData.packageRoot.appending(path: "examples/miniature/models/base").path
    let text = try String(contentsOf: folder.appending(path: "study.yml"), encoding: .utf8)
      .replacingOccurrences(of: "../../../../examples/miniature/models/base", with: model)
    try fixture.folder.write(text, to: "version-3/study.yml")
    return try Study(at: folder)
  }

  /// Makes the store of `study` one of before there was effective rank.
  private func forgetEffectiveRank(_ study: Study) throws {
    let queue = try DatabaseQueue(path: study.store.path)
    try queue.write { database in
      let view = try #require(
        try String.fetchOne(database, sql: "SELECT sql FROM sqlite_master WHERE name = 'statistic'"))
      try database.execute(
        sql: """
          DROP VIEW statistic;
          ALTER TABLE gradient DROP COLUMN effective_rank;
          \(view.replacingOccurrences(of: "effective_rank, ", with: ""));
          PRAGMA user_version = 3;
          """)
    }
    try queue.close()
  }

  /// Every row of the table of gradients, with the statistics by name.
  private func gradients(_ study: Study, without column: String = "") throws -> [String] {
    let queue = try DatabaseQueue(path: study.store.path)
    defer { try? queue.close() }
    return try queue.read { database in
      try Row.fetchAll(database, sql: Self.gradientsBySample).map {
        row in
        row.filter { ![column, "result"].contains($0.0) }.sorted { $0.0 < $1.0 }.map { "\($0): \(bits($1))" }
          .joined(
            separator: ", ")
      }
    }
  }

  /// Ids of results follow the order in which they were stored.
  private static let gradientsBySample = """
    SELECT sample, gradient.* FROM gradient JOIN result ON result = result.id ORDER BY sample, layer, projection
    """

  private func bits(_ value: DatabaseValue) -> String {
    if let number = Double.fromDatabaseValue(value) { return "\(number.bitPattern)" }
    return Data.fromDatabaseValue(value)?.base64EncodedString() ?? "\(value)"
  }

  private func version(_ study: Study) throws -> Int? {
    let queue = try DatabaseQueue(path: study.store.path)
    defer { try? queue.close() }
    return try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
  }

  private func run(_ study: Study, _ opener: (any ModelOpening)? = nil) throws -> RunSummary {
    try Runner(
      study: study, options: RunOptions(threads: 1), opener: opener ?? self.opener, now: { 0 }
    ).run()
  }

  @Test func aStoreOfVersion3IsReadAsItIs() throws {
    let study = try studyOfVersion3()
    let before = try Data(contentsOf: study.store)
    let results = try StudyResults(study: study)
    #expect(results.outdated == [])
    let found = try #require(try results.results(model: "miniature-base", condition: study.conditions[0]))
    let table = try #require(found.table(.effectiveRank, of: .v))
    #expect(table.values.count == 2 * found.layerCount && table.values.allSatisfy(\.isFinite))
    #expect(try results.coverage(model: "miniature-base", condition: study.conditions[0])?.isComplete == true)
    #expect(try Data(contentsOf: study.store) == before)
  }

  @Test func aRunFindsEverythingInAStoreOfVersion3AndRaisesItsVersion() throws {
    let study = try studyOfVersion3()
    let before = try gradients(study)
    #expect(try run(study, CheckpointOpener()).found == 4)
    #expect(try gradients(study) == before)
    #expect(try version(study) == 4)
  }

  @Test func aRunCompletesWhatWasComputedBeforeThereWasAStatistic() throws {
    let study = try studyOfVersion3()
    let whole = try StudyResults(study: study)
      .results(model: "miniature-base", condition: study.conditions[0])?.table(.effectiveRank, of: .v)
    let before = try gradients(study, without: "effective_rank")
    try forgetEffectiveRank(study)

    let summary = try run(study, CheckpointOpener())
    #expect(summary.finished == 4 && summary.found == 0 && summary.missing == 0)
    #expect(try gradients(study, without: "effective_rank") == before)
    let again = try StudyResults(study: study)
      .results(model: "miniature-base", condition: study.conditions[0])?.table(.effectiveRank, of: .v)
    // The processor may be another than the one that wrote the fixture, and its products round otherwise.
    for (old, new) in zip(try #require(whole).values, try #require(again).values) {
      #expect(abs(new / old - 1) < 1e-4)
    }
    #expect(try run(study, CheckpointOpener()).found == 4)
    // The view for questions by hand has it too.
    let queue = try DatabaseQueue(path: study.store.path)
    #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT count(effective_rank) FROM statistic") } == 24)
  }

  @Test func aStatisticThatAStoreLacksIsUnknownToReaders() throws {
    let study = try fixture.read()
    _ = try run(study)
    try forgetEffectiveRank(study)
    let before = try Data(contentsOf: study.store)
    let results = try StudyResults(study: study)
    let condition = study.conditions[0]
    let found = try #require(try results.results(model: "one-base", condition: condition))
    #expect(found.table(.effectiveRank, of: .q)?.values.allSatisfy(\.isNaN) == true)
    #expect(found.table(.nuclearNorm, of: .q)?.values.allSatisfy(\.isFinite) == true)
    let coverage = try results.coverage(model: "one-base", condition: condition)
    #expect(coverage == Coverage(expected: 2, computed: 2, skipped: [:], incomplete: 2))
    let files = try ExportJob(study: study, output: fixture.folder.file("out"), formats: [.csv]).run()
    #expect(files.count == 2)
    #expect(try Data(contentsOf: study.store) == before)
  }

  @Test func aRunThatIsStoppedGoesOnCompleting() throws {
    let study = try fixture.read()
    #expect(try run(study).skipped == [.nonFiniteLoss: 2])
    let before = try gradients(study)
    try forgetEffectiveRank(study)
    let reports = Mutex(0)
    let stopped = try Runner(
      study: study, options: RunOptions(threads: 1, memory: 30), opener: opener, now: { 0 }
    ).run(isCancelled: { reports.withLock { $0 } > 3 }, report: { _ in reports.withLock { $0 += 1 } })
    // Skipped samples have no statistics to lack: 2 models × 3 conditions × 2 samples less those two.
    #expect(stopped.wasCancelled && stopped.finished > 0)
    #expect(stopped.found == 2 && stopped.finished + stopped.missing == 10)
    #expect(try run(study).finished == stopped.missing)
    #expect(try gradients(study) == before)
  }

  @Test func aRicherRunOfBeforeIsCompletedAndNotComputedAnew() throws {
    let rich = try fixture.read(replacing: "samples: 2", with: "samples: 2\n  spectrum: true")
    _ = try run(rich)
    try forgetEffectiveRank(rich)
    let plain = try fixture.read()
    #expect(try run(plain).finished == 10)
    #expect(try run(rich).found == 12)
  }

  @Test func importedStatisticsStayUnknown() throws {
    try fixture.folder.write(
      PublishedLines().lines(["a", "b"]), to: "math/tiny/grads_sums_no_cot.jsonl")
    let output = fixture.folder.file("imported")
    _ = try ImportJob(places: [fixture.folder.file("math")], output: output).run()
    let study = try Study(at: output, checksFiles: false)
    try forgetEffectiveRank(study)
    try Store(at: study.store, for: .write).close()
    let condition = study.conditions[0]
    let results = try StudyResults(study: study)
    #expect(try results.coverage(model: "tiny", condition: condition)?.isComplete == true)
    let found = try results.results(model: "tiny", condition: condition)
    #expect(found?.table(.effectiveRank, of: .q)?.values.allSatisfy(\.isNaN) == true)
  }

  @Test func mergingTakesAndGivesWhatOnlyOneStoreKnows() throws {
    let study = try fixture.read()
    _ = try run(study)
    let whole = try gradients(study)
    let copy = fixture.folder.file("copy.sqlite")
    try FileManager.default.copyItem(at: study.store, to: copy)
    try forgetEffectiveRank(study)
    let old = fixture.folder.file("old.sqlite")
    try FileManager.default.copyItem(at: study.store, to: old)

    let completed = try MergeJob(study: study, stores: [copy]).run()
    #expect(completed == MergeSummary(stores: 1, added: 10, missing: 0, conditionsMissing: 0))
    #expect(try gradients(study) == whole)
    #expect(try MergeJob(study: study, stores: [old]).run().added == 0)

    try FileManager.default.removeItem(at: study.store)
    let merged = try MergeJob(study: study, stores: [old]).run()
    #expect(merged == MergeSummary(stores: 1, added: 12, missing: 10, conditionsMissing: 0))
    #expect(try run(study).finished == 10)
    #expect(try gradients(study) == whole)
  }
}
