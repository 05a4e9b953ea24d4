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
import Tokenizers

/// Stores of earlier versions, and those that were written before there were the statistics of today.
///
/// `Fixtures/version-3` to `version-6` are studies of the miniature model that were computed by the last programs of these
/// store versions. A sample from before a statistic is one whose record ends before it; effective rank, the last, stands for
/// any.
@Suite struct StoreMigrationTests {
  let fixture: StudyFixture
  let opener = FakeOpener(skips: ["slow 1"])

  init() throws { fixture = try StudyFixture() }

  /// The study that the program of a version computed, in a folder of the test's own.
  private func study(ofVersion version: Int) throws -> Study {
    let name = "version-\(version)"
    let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
    let folder = fixture.folder.file(name)
    try FileManager.default.copyItem(at: source, to: folder)
    let model = SharedData.packageRoot.appending(path: "examples/miniature/models/base").path
    let text = try String(contentsOf: folder.appending(path: "study.yml"), encoding: .utf8)
      .replacingOccurrences(of: "../../../../examples/miniature/models/base", with: model)
    try fixture.folder.write(text, to: "\(name)/study.yml")
    return try Study(at: folder)
  }

  private func execute(_ sql: String, in store: URL) throws {
    let queue = try DatabaseQueue(path: store.path)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// Makes the store of `study` one of before there was effective rank.
  private func forgetEffectiveRank(_ study: Study) throws {
    try execute(
      "UPDATE gradient SET statistics = CAST(substr(statistics, 1, length(statistics) * 5 / 6) AS BLOB)",
      in: study.store)
  }

  /// A gradient of a sample, with its numbers by their bits.
  private struct Numbers: Hashable {
    let sample: String
    let layer: Int
    let projection: String
    let statistics: [UInt64]
    let extrema: [UInt64]
    let singularValues: [UInt64]?

    init(_ sample: String, _ gradient: ProjectionGradient, without column: String?) {
      self.sample = sample
      layer = gradient.layer
      projection = gradient.projection.rawValue
      statistics = Statistic.columns.filter { $0.name != column }.map {
        $0.value(in: gradient.summary).bitPattern
      }
      extrema = gradient.extrema.map { [$0.lowerBound.bitPattern, $0.upperBound.bitPattern] } ?? []
      singularValues = gradient.singularValues?.map(\.bitPattern)
    }

    /// A row of a store of version 4 or before.
    init(_ row: Row) throws {
      sample = row["sample"]
      layer = row["layer"]
      projection = row["projection"]
      statistics = Statistic.columns.map { (row[$0.name] as Double? ?? .nan).bitPattern }
      extrema = ["minimum", "maximum"].compactMap { (row[$0] as Double?)?.bitPattern }
      let bytes: Data? = row["singular_values"]
      singularValues = bytes.map { bytes in
        stride(from: 0, to: bytes.count, by: 8).map { place in
          bytes.withUnsafeBytes {
            UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt64.self))
          }
        }
      }
    }
  }

  /// Every gradient that a reader finds in the store of `study`.
  private func gradients(_ study: Study, without column: String? = nil) throws -> Set<Numbers> {
    let store = try Store(at: study.store, for: .read)
    defer { try? store.close() }
    var found: Set<Numbers> = []
    for item in try StudyResults(study: study).current() {
      try store.forEachSample(of: item.run) { sample in
        guard case .computed(let gradients) = sample.outcome else { return }
        for gradient in gradients.gradients {
          found.insert(Numbers(sample.key.hash.hex, gradient, without: column))
        }
      }
    }
    return found
  }

  /// Every row of the table of gradients of a store of version 4 or before.
  private func rows(_ study: Study) throws -> Set<Numbers> {
    let queue = try DatabaseQueue(path: study.store.path)
    defer { try? queue.close() }
    return try queue.read { database in
      let sql = "SELECT sample, gradient.* FROM gradient JOIN result ON result = result.id"
      return Set(try Row.fetchAll(database, sql: sql).map(Numbers.init))
    }
  }

  private func version(_ study: Study) throws -> Int? {
    let queue = try DatabaseQueue(path: study.store.path)
    defer { try? queue.close() }
    return try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
  }

  /// Opens checkpoints as the program did that computed the fixtures: by its name, their numbers are those of this engine.
  private struct FormerArithmetic: ModelOpening {
    func open(
      folder: URL, allowedKeys: Set<String>, prompt: PromptKind, chat: ChatSettings,
      settings: StudySettings, options: RunOptions
    ) throws -> OpenModel {
      var model = try CheckpointOpener()
        .open(folder: folder, prompt: prompt, chat: chat, settings: settings, options: options)
      model.arithmetic = 1
      return model
    }
  }

  private func run(_ study: Study, _ opener: (any ModelOpening)? = nil) throws -> RunSummary {
    try Runner(
      study: study, options: RunOptions(threads: 1), opener: opener ?? self.opener, now: { 0 }
    ).run()
  }

  @Test(arguments: [3, 4])
  func aStoreOfAnEarlierVersionIsReadAsItIs(version: Int) throws {
    let study = try study(ofVersion: version)
    let before = try Data(contentsOf: study.store)
    let rows = try rows(study)
    #expect(rows.count == (version == 3 ? 24 : 48))
    #expect(try gradients(study) == rows)
    let results = try StudyResults(study: study)
    #expect(results.outdated == [])
    let found = try #require(try results.results(model: "miniature-base", condition: study.conditions[0]))
    let table = try #require(found.table(.effectiveRank, of: .v))
    #expect(table.values.count == 2 * found.layerCount && table.values.allSatisfy(\.isFinite))
    let spectra = try results.spectra(
      model: "miniature-base", condition: study.conditions[0], layer: 1, projection: .v)
    #expect(spectra.count == 2)
    #expect(try results.coverage(model: "miniature-base", condition: study.conditions[0])?.isComplete == true)
    #expect(try Data(contentsOf: study.store) == before)
  }

  @Test(arguments: [3, 4])
  func aStoreOfAnEarlierVersionIsMadeOneOfThisWhenItIsWritten(version: Int) throws {
    let study = try study(ofVersion: version)
    let rows = try rows(study)
    try Store(at: study.store, for: .write).close()
    #expect(try self.version(study) == 7)
    #expect(try gradients(study) == rows)
    try Store(at: study.store, for: .write).close()
    #expect(try gradients(study) == rows)
  }

  @Test func aStoreOfAnEarlierVersionThatLacksAColumnLacksTheStatistic() throws {
    let study = try study(ofVersion: 4)
    let whole = try gradients(study, without: "effective_rank")
    try execute(
      """
      DROP VIEW statistic; ALTER TABLE gradient DROP COLUMN effective_rank;
      CREATE VIEW statistic AS SELECT layer FROM gradient
      """, in: study.store)
    for _ in 0..<2 {
      #expect(try gradients(study, without: "effective_rank") == whole)
      let coverage = try StudyResults(study: study)
        .coverage(model: "miniature-base", condition: study.conditions[0])
      #expect(coverage?.incomplete == 2)
      // The second time round it is of this version.
      try Store(at: study.store, for: .write).close()
    }
  }

  @Test(arguments: [3, 4])
  func aStoreOfAnEarlierVersionCanBeMerged(version: Int) throws {
    let study = try study(ofVersion: version)
    let rows = try rows(study)
    let old = fixture.folder.file("old.sqlite")
    try FileManager.default.moveItem(at: study.store, to: old)
    #expect(try MergeJob(study: study, stores: [old]).run().added == 4)
    #expect(try gradients(study) == rows)
    #expect(try MergeJob(study: study, stores: [old]).run().added == 0)
    try execute(
      "UPDATE gradient SET largest = largest * 1.0000001 WHERE projection = 'v' AND layer = 1", in: old)
    #expect(throws: StoreError.self) { try MergeJob(study: study, stores: [old]).run() }
  }

  /// A sample without gradients had no rows of them.
  @Test(arguments: [3, 4])
  func aSkippedSampleOfAnEarlierVersionCanBeMerged(version: Int) throws {
    let study = try study(ofVersion: version)
    let old = fixture.folder.file("old.sqlite")
    try FileManager.default.moveItem(at: study.store, to: old)
    try execute(
      """
      DELETE FROM gradient WHERE result = (SELECT min(id) FROM result);
      UPDATE result SET skipped = 'non-finite loss', loss = NULL WHERE id = (SELECT min(id) FROM result)
      """, in: old)
    #expect(try StoreCheck(of: old).problems == [])
    #expect(try MergeJob(study: study, stores: [old]).run().added == 4)
    let coverages = try study.conditions.map {
      try StudyResults(study: study).coverage(model: "miniature-base", condition: $0)
    }
    #expect(coverages.map { $0?.skippedCount } == [1, 0] || coverages.map { $0?.skippedCount } == [0, 1])
  }

  @Test func aRunFindsEverythingInAStoreOfVersion3AndRaisesItsVersion() throws {
    let study = try study(ofVersion: 3)
    let before = try rows(study)
    #expect(try run(study, FormerArithmetic()).found == 4)
    #expect(try gradients(study) == before)
    #expect(try version(study) == 7)
  }

  @Test func aRunCompletesWhatWasComputedBeforeThereWasAStatistic() throws {
    let study = try study(ofVersion: 3)
    try Store(at: study.store, for: .write).close()
    let whole = try StudyResults(study: study)
      .results(model: "miniature-base", condition: study.conditions[0])?.table(.effectiveRank, of: .v)
    let before = try gradients(study, without: "effective_rank")
    try forgetEffectiveRank(study)

    let summary = try run(study, FormerArithmetic())
    #expect(summary.finished == 4 && summary.found == 0 && summary.missing == 0)
    #expect(try gradients(study, without: "effective_rank") == before)
    let again = try StudyResults(study: study)
      .results(model: "miniature-base", condition: study.conditions[0])?.table(.effectiveRank, of: .v)
    // The processor may be another than the one that wrote the fixture, and its products round otherwise.
    for (old, new) in zip(try #require(whole).values, try #require(again).values) {
      #expect(abs(new / old - 1) < 1e-4)
    }
    #expect(try run(study, FormerArithmetic()).found == 4)
    // The view for questions by hand has it too.
    let count = try StoreQueries.read(study.store) {
      try Int.fetchOne($0, sql: "SELECT count(effective_rank) FROM statistic")
    }
    #expect(count == 24)
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

  /// Of the four texts three have as many tokens as they may have: which of them were cut, version 5 does not say.
  @Test func aStoreOfVersion5KnowsOnlyTextsThatCannotHaveBeenCut() throws {
    let study = try study(ofVersion: 5)
    let before = try Data(contentsOf: study.store)
    func coverages() throws -> [Coverage?] {
      let results = try StudyResults(study: study)
      return try study.conditions.map { try results.coverage(model: "miniature-base", condition: $0) }
    }
    let expected = [1, 2].map { Coverage(expected: 2, computed: 2, skipped: [:], cutUnknown: $0) }
    #expect(try coverages() == expected)
    let rows = try gradients(study)
    #expect(rows.count == 48)
    #expect(try Data(contentsOf: study.store) == before)
    let old = fixture.folder.file("old.sqlite")
    try FileManager.default.copyItem(at: study.store, to: old)
    try Store(at: study.store, for: .write).close()
    #expect(try version(study) == 7)
    #expect(try coverages() == expected)
    #expect(try gradients(study) == rows)
    let count = try StoreQueries.read(study.store) {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM statistic WHERE cut_count = 0")
    }
    #expect(count == 12)
    // A store of before that is merged tells no more, and contradicts nothing.
    try execute("UPDATE result SET cut_count = 7 WHERE cut_count IS NULL", in: study.store)
    #expect(try MergeJob(study: study, stores: [old]).run().added == 0)
    try FileManager.default.removeItem(at: study.store)
    #expect(try MergeJob(study: study, stores: [old]).run().added == 4)
    #expect(try coverages() == expected)
  }

  @Test func aStoreOfVersion6HasNoNotesUntilItsStudyIsRunAgain() throws {
    let study = try study(ofVersion: 6)
    let before = try Data(contentsOf: study.store)
    func notes() throws -> [String]? { try StudyResults(study: study).facts(of: "miniature-base")?.notes }
    #expect(try notes() == [])
    let rows = try gradients(study)
    #expect(rows.count == 48)
    #expect(try Data(contentsOf: study.store) == before)
    let old = fixture.folder.file("old.sqlite")
    try FileManager.default.copyItem(at: study.store, to: old)
    try Store(at: study.store, for: .write).close()
    #expect(try version(study) == 7)
    #expect(try notes() == [])
    #expect(try gradients(study) == rows)
    // A store of before that is merged takes no note away.
    try execute("INSERT INTO note VALUES ('miniature-base', 0, 'One.')", in: study.store)
    #expect(try MergeJob(study: study, stores: [old]).run().added == 0)
    #expect(try notes() == ["One."])
    // Whatever the numbers of the fixture's processor, the run notes what the checkpoint says today.
    _ = try run(study, CheckpointOpener())
    #expect(try notes() == [])
  }

  @Test func aStoreOfThisVersionWithoutATableIsDamaged() throws {
    let study = try study(ofVersion: 6)
    try execute("PRAGMA user_version = 7", in: study.store)
    let missing = StoreMismatch(
      place: "the schema", expected: "the table `note`", found: "none of that name")
    #expect(throws: StoreError.store(study.store.path, .unlike(missing))) {
      try Store(at: study.store, for: .read)
    }
  }
}
