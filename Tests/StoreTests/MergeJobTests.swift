import Foundation
import GRDB
import Published
import Runs
import Store
import Studies
import StudySupport
import Synchronization
import TestSupport
import Testing

@Suite struct MergeJobTests {
  let fixture: StudyFixture
  let opener = FakeOpener(skips: ["slow 3"])

  init() throws {
    fixture = try StudyFixture()
    for name in ["fast", "fast-wrong", "slow"] {
      try fixture.folder.write(StudyFixture.records(7, answer: name), to: "data/\(name).json")
    }
  }

  private static let extras = "spectrum: true\n  extrema: true\n  cosines: all-pairs\n  token_shares: true"

  /// The fixture's study: 2 models × 3 conditions × 7.
  private func study(_ settings: String = extras) throws -> Study {
    try fixture.read(replacing: "samples: 2", with: settings)
  }

  @discardableResult
  private func run(_ study: Study, shard: Shard = .whole) throws -> RunSummary {
    try runner(study, shard: shard).run()
  }

  private func runner(_ study: Study, shard: Shard) -> Runner {
    Runner(
      study: study, options: RunOptions(threads: 2, memory: 100), shard: shard, opener: opener, now: { 0 })
  }

  private func shards(_ count: Int) -> [Shard] { (1...count).compactMap { Shard($0, of: count) } }

  /// Everything that can be exported, by file.
  private func exports(_ study: Study) throws -> [String: Data] {
    let folder = fixture.folder.file("export")
    try? FileManager.default.removeItem(at: folder)
    let files = try ExportJob(study: study, output: folder).run()
    return Dictionary(
      uniqueKeysWithValues: try files.map {
        (String($0.path.dropFirst(folder.path.count)), try Data(contentsOf: $0))
      })
  }

  @Test(arguments: [1, 2, 3, 7, 10])
  func areDisjointAndComplete(count: Int) throws {
    for index in 0..<50 { #expect(shards(count).count { $0.contains(index) } == 1) }
    let study = try study("samples: 7")
    let finished = try shards(count).map { try run(study, shard: $0).finished }
    #expect(finished.reduce(0, +) == 42)
    #expect(opener.computedCount == 42)
  }

  @Test func areWrittenAsTwoNumbersAndNothingElse() throws {
    #expect(try Shard("2/4") == Shard(2, of: 4))
    #expect(try Shard("2/4").description == "2/4")
    let wrong: [(String, ShardProblem)] = [
      ("", .form), ("2", .form), ("a/b", .form), ("2/", .form), ("2/4/6", .form), ("2 / 4", .form),
      ("1/99999999999999999999", .form), ("0/4", .number(0, of: 4)), ("5/4", .number(5, of: 4)),
      ("-1/4", .number(-1, of: 4)), ("2/0", .count(0)), ("1/10001", .count(10_001)), ("1/-4", .count(-4)),
    ]
    for (text, problem) in wrong { #expect(throws: problem, "\(text)") { try Shard(text) } }
    #expect(
      "\(ShardProblem.number(5, of: 4))" == "the 4 parts have the numbers 1 to 4, so there is no part 5")
    #expect("\(ShardProblem.number(2, of: 1))" == "the 1 part has the number 1, so there is no part 2")
    #expect("\(ShardProblem.count(100_000))" == "there must be 1 to 10,000 parts, not 100,000")
  }

  @Test func thatAreNotThereOrAreNoStoresAreNamedWithAMendOfTheirOwn() throws {
    let study = try study()
    func problem(_ name: String) throws -> StoreError? {
      #expect(throws: StoreError.self) {
        try MergeJob(study: study, stores: [fixture.folder.file(name)]).run()
      }
    }
    let missing = fixture.folder.file("none.sqlite").path
    #expect(try problem("none.sqlite") == .merge(missing, .missing))
    #expect("\(StoreError.merge(missing, .missing))".hasPrefix("There is no file \(missing) to merge."))
    for name in ["data", "study.yml"] {
      #expect(try problem(name) == .merge(fixture.folder.file(name).path, .notAStore))
    }
    #expect(!FileManager.default.fileExists(atPath: study.store.path))
  }

  @Test func areToldByTheNamesOfTheirStores() throws {
    let study = try study()
    let shard = try #require(Shard(2, of: 4))
    #expect(Shard(store: shard.store(of: study), of: study) == shard)
    #expect(
      Shard(store: URL(filePath: "/elsewhere/study.shard-10-of-12.sqlite"), of: study) == Shard(10, of: 12))
    for name in [
      "study.sqlite", "study.shard-5-of-4.sqlite", "study.shard-02-of-4.sqlite", "study.shard-2-of-4.db",
      "other.shard-2-of-4.sqlite", "study.shard-2.sqlite", "study.shard-1-of-1.sqlite",
      "study.shard-2-of-4.sqlite-wal",
    ] {
      #expect(Shard(store: URL(filePath: name), of: study) == nil, "\(name)")
    }
  }

  @Test func haveStoresOfTheirOwnBesideTheStudys() throws {
    let study = try study()
    let shard = try #require(Shard(2, of: 4))
    #expect(shard.store(of: study).path == fixture.folder.file("study.shard-2-of-4.sqlite").path)
    #expect(Shard.whole.store(of: study) == study.store)
    #expect(try run(study, shard: shard).finished == 12)
    #expect(!FileManager.default.fileExists(atPath: study.store.path))
    #expect(try run(study, shard: shard).found == 12)
  }

  @Test(arguments: [2, 3])
  func mergedAreWhatOneRunGivesToTheByteOfEveryExport(count: Int) throws {
    let study = try study()
    for shard in shards(count) { try run(study, shard: shard) }
    // In an order that is not theirs.
    let stores = shards(count).reversed().map { $0.store(of: study) }
    let summary = try MergeJob(study: study, stores: stores).run()
    #expect(summary == MergeSummary(stores: count, added: 42, missing: 0, conditionsMissing: 0))
    let found = try exports(study)
    let results = try StudyResults(study: study)
    let shares = try results.tokenShares(model: "one-base", condition: study.conditions[2], sample: 5)
    #expect(shares != nil)

    try FileManager.default.removeItem(at: study.store)
    try run(study)
    #expect(try exports(study) == found)
    #expect(found.count == 6 + 6 + 2 + Statistic.allCases.count + 5 + 1)
    let whole = try StudyResults(study: study)
    #expect(try whole.tokenShares(model: "one-base", condition: study.conditions[2], sample: 5) == shares)
  }

  @Test func bringTheNotesOfCheckpointsOfWhichNothingIsNotedYet() throws {
    let study = try study()
    func notes() throws -> [String]? { try StudyResults(study: study).facts(of: "one-instruct")?.notes }
    let stores = try shards(2).map { shard in
      let opener = FakeOpener(notes: ["Of shard \(shard).", "Both."])
      _ = try Runner(
        study: study, options: RunOptions(threads: 1, memory: 100), shard: shard, opener: opener, now: { 0 }
      ).run()
      return shard.store(of: study)
    }
    _ = try MergeJob(study: study, stores: stores).run()
    #expect(try notes() == ["Of shard 1/2.", "Both."])
    _ = try MergeJob(study: study, stores: [stores[1]]).run()
    #expect(try notes() == ["Of shard 1/2.", "Both."])
  }

  /// A store that is merged into itself would wait for its own lock; `far/away/..` behind a link is the study's folder.
  @Test func areNotTheStudysOwnStoreByWhateverPath() throws {
    let study = try study()
    try run(study)
    try fixture.folder.makeFolder("away")
    let elsewhere = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: elsewhere.file("link"), withDestinationURL: fixture.folder.file("away"))
    let own = elsewhere.file("link").appending(path: "../study.sqlite")
    #expect(own.path.hasSuffix("/link/../study.sqlite"))
    #expect(try MergeJob(study: study, stores: [own]).run().added == 0)
  }

  @Test func mayBeMergedAgainAndOneByOne() throws {
    let study = try study()
    let stores = try shards(3).map { shard in
      try run(study, shard: shard)
      return shard.store(of: study)
    }
    let first = try MergeJob(study: study, stores: [stores[0]]).run()
    #expect((first.stores, first.added, first.missing, first.conditionsMissing) == (1, 18, 24, 0))
    #expect(first.text.hasPrefix("merged 1 store, 18 samples added, 24 are missing\n"))
    #expect(try MergeJob(study: study, stores: [stores[0]]).run().added == 0)
    #expect(try MergeJob(study: study, stores: stores).run().added == 24)
    #expect(try MergeJob(study: study, stores: stores + [study.store]).run().added == 0)
    // What is merged need not be computed.
    #expect(try run(study).found == 42)
  }

  @Test func thatWereComputedInPartLeaveTheRestToARun() throws {
    let study = try study()
    try run(study, shard: try #require(Shard(1, of: 2)))
    _ = try MergeJob(study: study, stores: [try #require(Shard(1, of: 2)).store(of: study)]).run()
    #expect(try run(study).finished == 18)
  }

  @Test func thatAreMissingOrUnfinishedAreNamed() throws {
    let study = try study()
    let shards = shards(4)
    try run(study, shard: shards[0])
    // Stopped within its second model.
    let reports = Mutex(0)
    _ = try runner(study, shard: shards[2]).run(isCancelled: { reports.withLock { $0 } > 4 }) { _ in
      reports.withLock { $0 += 1 }
    }
    let stores = [shards[0], shards[2]].map { $0.store(of: study) }
    let merge = MergeJob(study: study, stores: stores)
    let summary = try merge.run()
    let lacking = summary.unfinished
    #expect(lacking.map(\.shard.number) == [2, 3, 4])
    #expect(lacking.map(\.wasGiven) == [false, true, false])
    #expect((lacking[0].missing, lacking[2].missing) == (12, 6))
    #expect((1..<12).contains(lacking[1].missing))
    #expect(lacking.reduce(0) { $0 + $1.missing } == summary.missing)
    #expect(lacking[0].text == "shard 2/4 lacks 12 samples: study.shard-2-of-4.sqlite was not given")
    #expect(
      lacking[1].text.hasSuffix(": study.shard-3-of-4.sqlite is not finished, run it again with --shard 3/4"))
    #expect(summary.json.hasSuffix(#""unfinished_shards":{"2/4":12,"3/4":\#(lacking[1].missing),"4/4":6}}"#))

    try shards[1...].forEach { try run(study, shard: $0) }
    let all = try MergeJob(study: study, stores: shards.map { $0.store(of: study) }).run()
    #expect((all.missing, all.unfinished) == (0, []))
  }

  @Test func ofDifferentCountsMergeButNameNoShardThatLacksSomething() throws {
    let study = try study()
    let mixed = try [#require(Shard(1, of: 2)), #require(Shard(3, of: 4))]
    for shard in mixed { try run(study, shard: shard) }
    let summary = try MergeJob(study: study, stores: mixed.map { $0.store(of: study) }).run()
    // Samples 2 and 6 are of both.
    #expect(summary == MergeSummary(stores: 2, added: 24, missing: 18, conditionsMissing: 0))
  }

  /// How a study keeps more cores busy than a condition has samples: `examples/slurm` tells of it.
  @Test func ofStudiesOfOneStyleEachMergeIntoTheStudyOfAll() throws {
    let styles = [
      "none: { correct: data/fast.json, irrelevant: data/fast-wrong.json }",
      "detailed: { correct: data/slow.json }",
    ]
    let stores = try styles.indices.flatMap { index in
      let other = StudyFixture.text.replacing(styles[1 - index], with: "").replacing(
        "samples: 2", with: Self.extras)
      try fixture.folder.write("store: part-\(index).sqlite\n" + other, to: "part-\(index).yml")
      let part = try Study(at: fixture.folder.file("part-\(index).yml"))
      return try shards(2).map { shard in
        try run(part, shard: shard)
        return shard.store(of: part)
      }
    }
    let study = try study()
    let summary = try MergeJob(study: study, stores: stores).run()
    #expect(summary == MergeSummary(stores: 4, added: 42, missing: 0, conditionsMissing: 0))
    #expect(try run(study).found == 42)
  }

  @Test func thatARunComputesIntoAreRefusedAndSoIsARunIntoThem() throws {
    let study = try study()
    let (first, second) = try (#require(Shard(1, of: 2)), #require(Shard(2, of: 2)))
    try run(study, shard: first)
    let stores = [first, second].map { $0.store(of: study) }
    var found: [StoreError?] = []
    _ = try runner(study, shard: second).run(report: { _ in
      found.append(#expect(throws: StoreError.self) { try MergeJob(study: study, stores: stores).run() })
    })
    #expect(!found.isEmpty && found.allSatisfy { $0 == .merge(stores[1].path, .inUse) })
    #expect(!FileManager.default.fileExists(atPath: study.store.path))
    found = []
    _ = try MergeJob(study: study, stores: stores).run(report: { _ in
      for store in [first, second, Shard.whole] {
        found.append(#expect(throws: StoreError.self) { try runner(study, shard: store).run() })
      }
    })
    #expect(
      found.map { $0.map { "\($0)".contains("is under way and holds") } } == Array(repeating: true, count: 6))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: fixture.folder.url.path)
        .filter { $0.hasSuffix(".lock") } == [])
  }

  private func problem(_ study: Study, _ store: URL) throws -> MergeProblem? {
    do {
      _ = try MergeJob(study: study, stores: [store]).run()
      return nil
    } catch StoreError.merge(let path, let problem) {
      #expect(path == store.path)
      let text = StoreError.merge(path, problem).description
      #expect(text.hasPrefix(store.path) && text.hasSuffix(".") && !text.contains("\n"))
      return problem
    }
  }

  /// A shard of the study as it is now, moved out of the way of the next.
  private func shard(_ study: Study, as name: String) throws -> URL {
    let shard = try #require(Shard(1, of: 2))
    try run(study, shard: shard)
    let file = fixture.folder.file(name)
    try FileManager.default.moveItem(at: shard.store(of: study), to: file)
    return file
  }

  @Test func ofOtherStudiesSettingsOrDataAreRefusedAndNothingIsMade() throws {
    let mine = try study()
    let condition = mine.conditions[2]
    let settings = try shard(study("prompting: exact"), as: "settings.sqlite")
    let other = try shard(
      fixture.read(replacing: "name: sums", with: "name: totals"), as: "other.sqlite")
    try Store(at: fixture.folder.file("empty.sqlite"), for: .write).close()
    let study = try study()
    #expect(
      try problem(study, settings) == .otherSettings(model: "one-base", condition: condition))
    let foreign = Condition(task: "totals", style: .detailed, relevance: .correct)
    #expect(try problem(study, other) == .otherStudy(model: "one-base", condition: foreign))
    #expect(try problem(study, fixture.folder.file("empty.sqlite")) == .empty)
    #expect(!FileManager.default.fileExists(atPath: study.store.path))
  }

  @Test func ofOtherDataThanThoseThatAreThereAreRefused() throws {
    let study = try study()
    try run(study, shard: try #require(Shard(2, of: 2)))
    _ = try MergeJob(study: study, stores: [try #require(Shard(2, of: 2)).store(of: study)]).run()
    try fixture.folder.write(StudyFixture.records(7, answer: "slower"), to: "data/slow.json")
    let changed = try shard(study, as: "changed.sqlite")
    #expect(try problem(study, changed) == .otherRun(model: "one-base", condition: study.conditions[2]))
  }

  @Test func ofAnotherVersionAreRefused() throws {
    let study = try study()
    let store = try shard(study, as: "old.sqlite")
    let queue = try DatabaseQueue(path: store.path)
    try queue.write { try $0.execute(sql: "PRAGMA user_version = 2") }
    try queue.close()
    #expect(throws: StoreError.store(store.path, .otherVersion(found: 2, expected: 7))) {
      try MergeJob(study: study, stores: [store]).run()
    }
  }

  @Test(arguments: [
    "UPDATE result SET loss = loss * 1.0000001 WHERE sample_index = 4",
    "UPDATE result SET loss = NULL, skipped = 'non-finite loss' WHERE sample_index = 4",
    "UPDATE gradient SET statistics = CAST(x'3FF0000000000000' || substr(statistics, 9) AS BLOB) WHERE result IN (SELECT id FROM result WHERE sample_index = 4)",
    "UPDATE spectrum SET singular_values = zeroblob(8) WHERE result IN (SELECT id FROM result WHERE sample_index = 4)",
    "UPDATE gradient SET extrema = NULL WHERE result IN (SELECT id FROM result WHERE sample_index = 4)",
    "DELETE FROM cosine WHERE result IN (SELECT id FROM result WHERE sample_index = 4)",
    "UPDATE token_share SET start = 1 WHERE result IN (SELECT id FROM result WHERE sample_index = 4)",
  ])
  func withOtherNumbersForOneSampleAreRefusedByItsNameAndNothingOfThemIsMerged(sql: String) throws {
    let study = try study()
    let file = try shard(study, as: "one.sqlite")
    _ = try MergeJob(study: study, stores: [file]).run()
    let queue = try DatabaseQueue(path: file.path)
    try queue.write { try $0.execute(sql: sql) }
    // A sample that the study lacks, which must not come in beside the wrong one.
    try queue.write { try $0.execute(sql: "UPDATE result SET sample_index = 5 WHERE sample_index = 6") }
    try queue.close()
    let before = try exports(study)
    #expect(
      try problem(study, file) == .conflict(model: "one-base", condition: study.conditions[2], index: 4))
    #expect(try exports(study) == before)
  }
}
