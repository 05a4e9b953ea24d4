import Foundation
import GRDB
import Runs
import Store
import Studies
import StudySupport
import Support
import TestSupport
import Testing

/// What is saved of damaged stores, and that it is right.
@Suite struct StoreRescueTests {
  let fixture: StudyFixture
  let opener = FakeOpener(skips: ["slow 7"])
  private static let perCondition = 40
  private static let all = 6 * perCondition

  init() throws {
    fixture = try StudyFixture()
    for name in ["fast", "fast-wrong", "slow"] {
      try fixture.folder.write(StudyFixture.records(Self.perCondition, answer: name), to: "data/\(name).json")
    }
  }

  private func study(_ store: String = "study.sqlite") throws -> Study {
    try fixture.read(
      replacing: "samples: 2",
      with: "extrema: true\n  spectrum: true\n  cosines: all-pairs\n  token_shares: true\nstore: \(store)")
  }

  private func run(_ study: Study) throws -> RunSummary {
    try Runner(study: study, options: RunOptions(threads: 1), opener: opener, now: { 0 }).run()
  }

  /// Every row of every table, in an order of its own, without the numbers that only join them.
  private func content(_ file: URL) throws -> [String] {
    let queue = try DatabaseQueue(path: file.path)
    defer { try? queue.close() }
    let parts =
      "(SELECT identity || sample FROM result JOIN run ON run.id = run WHERE result.id = part.result)"
    let queries = [
      "SELECT * FROM model", "SELECT identity, projections, arithmetic FROM run", "SELECT * FROM note",
      "SELECT model, task, style, relevance, sample_count, positions, seed FROM shown",
      "SELECT identity, sample, sample_index, token_count, label_count, loss, skipped, cut_count FROM result JOIN run ON run.id = run",
      "SELECT \(parts), hex(statistics), hex(part.extrema) FROM gradient AS part",
      "SELECT \(parts), layer, projection, hex(singular_values) FROM spectrum AS part",
      "SELECT \(parts), first, second, hex(cosines) FROM cosine AS part",
      "SELECT \(parts), start, tokens, hex(shares) FROM token_share AS part",
    ]
    return try queue.read { database in
      try queries.flatMap { sql in
        try Row.fetchAll(database, sql: sql).map { row in
          row.databaseValues.map { "\($0)" }.joined(separator: "|")
        }
      }
    }.sorted()
  }

  private func rescue(_ file: URL, _ name: String = "rescued.sqlite") throws -> RescueSummary? {
    let target = fixture.folder.file(name)
    try? FileManager.default.removeItem(at: target)
    let before = try Data(contentsOf: file)
    defer { #expect((try? Data(contentsOf: file)) == before) }
    do {
      let summary = try StoreRescue(source: file, target: target).run()
      #expect(try StoreCheck(of: target).problems == [])
      return summary
    } catch StoreError.store(let path, let problem) {
      #expect(path == file.path, "\(problem)")
      #expect(FileKind(at: target) == .missing)
      return nil
    }
  }

  @Test func ofAStoreThatIsWholeIsTheSame() throws {
    let study = try study()
    _ = try run(study)
    let summary = try rescue(study.store)
    #expect(summary?.samples == Self.all)
    #expect(summary?.runs == 6 && summary?.lostRuns == 0 && summary?.lostSamples == 0)
    #expect(summary?.text == "saved 240 samples of 6 runs")
    #expect(try content(fixture.folder.file("rescued.sqlite")) == content(study.store))
  }

  @Test(arguments: [3, 4, 5, 6])
  func ofAStoreOfAnEarlierVersionIsOneOfThis(version: Int) throws {
    let source = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/version-\(version)/study.sqlite")
    let old = fixture.folder.file("old.sqlite")
    try FileManager.default.copyItem(at: source, to: old)
    let summary = try rescue(old)
    #expect(summary?.samples == 4 && summary?.lostSamples == 0 && summary?.lostRuns == 0)
    try Store(at: old, for: .write).close()
    #expect(try content(fixture.folder.file("rescued.sqlite")) == content(old))
  }

  /// Every page in turn is zeroed: what is saved is right, what is lost is counted, and a run completes the study.
  @Test func costsWhatWasOnADamagedPageAndNoMore() throws {
    let study = try study()
    _ = try run(study)
    let whole = try content(study.store)
    let pages = try StorePages(of: study.store)
    #expect(pages.count > 10)
    var best = 0
    for number in 1...pages.count {
      var damaged = pages
      damaged[number] = Data(count: pages.size)
      let file = fixture.folder.file("damaged.sqlite")
      try damaged.bytes.write(to: file)
      guard let summary = try rescue(file) else { continue }
      #expect(summary.samples <= Self.all && summary.repeated == 0)
      if summary.lostRuns == 0 {
        #expect(summary.samples + summary.lostSamples == Self.all, "page \(number)")
      }
      let saved = try content(fixture.folder.file("rescued.sqlite"))
      #expect(Set(saved).isSubset(of: whole), "page \(number)")
      best = max(best, summary.samples)
      guard number % 7 == 0 else { continue }
      let resumed = try self.study("rescued.sqlite")
      #expect(try run(resumed).finished == Self.all - summary.samples)
      #expect(try content(resumed.store) == whole)
    }
    #expect(best > Self.all / 2)
  }

  @Test(arguments: [0.05, 0.3, 0.5, 0.7, 0.9, 0.99])
  func ofAFileThatWasCutOffIsWhatStandsBeforeTheCut(part: Double) throws {
    let study = try study()
    _ = try run(study)
    let whole = try content(study.store)
    let bytes = try Data(contentsOf: study.store)
    let file = fixture.folder.file("damaged.sqlite")
    try bytes.prefix(Int(Double(bytes.count) * part)).write(to: file)
    #expect(throws: StoreError.store(file.path, .corrupt)) { try Store(at: file, for: .read) }
    #expect(try !StoreCheck(of: file).problems.isEmpty)
    guard let summary = try rescue(file) else { return }
    #expect(Set(try content(fixture.folder.file("rescued.sqlite"))).isSubset(of: whole))
    #expect(summary.samples <= Self.all)
    let resumed = try self.study("rescued.sqlite")
    #expect(try run(resumed).finished == Self.all - summary.samples)
    #expect(try content(resumed.store) == whole)
  }

  /// What is said of a store that was cut off leads on, and never back to what was tried.
  @Test(arguments: [100, 1000, 20_000])
  func ofLessThanAPageIsNothingAndItIsSaidSo(length: Int) throws {
    let study = try study()
    _ = try run(study)
    try Data(contentsOf: study.store).prefix(length).write(to: study.store)
    let refused = try #require(throws: StoreError.self) { try run(study) }
    #expect(refused == .store(study.store.path, .corrupt))
    #expect(
      refused.description.contains("`strata check --store`")
        && refused.description.contains("`strata rescue`"))
    #expect(throws: StoreError.store(study.store.path, .nothingWhole)) {
      try StoreRescue(source: study.store, target: fixture.folder.file("rescued.sqlite")).run()
    }
    #expect(!StoreError.store("a", .nothingWhole).description.contains("rescue"))
    try FileManager.default.removeItem(at: study.store)
    #expect(try run(study).finished == Self.all)
  }

  @Test func ofChangedBitsIsAlwaysAStore() throws {
    let study = try study()
    _ = try run(study)
    let bytes = try Data(contentsOf: study.store)
    let file = fixture.folder.file("damaged.sqlite")
    var generator = SplitMix64(seed: 15)
    for _ in 0..<40 {
      var damaged = bytes
      for _ in 0..<8 {
        damaged[Int(generator.next() % UInt64(bytes.count))] ^= UInt8(1 << (generator.next() % 8))
      }
      try damaged.write(to: file)
      guard let summary = try rescue(file) else { continue }
      #expect(summary.samples + summary.repeated <= Self.all)
    }
  }

  @Test func countsASampleThatStandsThereTwiceOnce() throws {
    let study = try study()
    _ = try run(study)
    try StoreTampering.execute(
      """
      INSERT INTO result SELECT NULL, run, lower(hex(randomblob(32))), sample_index, token_count, label_count, loss,
        'non-finite loss', cut_count FROM result WHERE sample_index < 3
      """, in: study.store)
    let summary = try rescue(study.store)
    #expect(summary?.samples == Self.all && summary?.repeated == 18)
    #expect(summary?.text.contains("18 samples stood there twice") == true)
  }

  @Test func savesATableBesideOthers() throws {
    let study = try study()
    _ = try run(study)
    let queue = try DatabaseQueue(path: study.store.path)
    try queue.write { try $0.execute(sql: "CREATE TABLE more (id); CREATE VIEW less AS SELECT 1") }
    try queue.close()
    #expect(try rescue(study.store)?.samples == Self.all)
  }

  @Test func writesOverNothingAndNeedsAStore() throws {
    let study = try study()
    #expect(throws: StoreError.store(study.store.path, .missing)) {
      try StoreRescue(source: study.store, target: fixture.folder.file("new.sqlite")).run()
    }
    _ = try run(study)
    #expect(throws: StoreError.self) { try StoreRescue(source: study.store, target: study.store).run() }
    try fixture.folder.write("words", to: "words.sqlite")
    #expect(throws: StoreError.store(fixture.folder.file("words.sqlite").path, .notAStore)) {
      try StoreRescue(
        source: fixture.folder.file("words.sqlite"), target: fixture.folder.file("new.sqlite")
      ).run()
    }
    #expect(FileKind(at: fixture.folder.file("new.sqlite")) == .missing)
  }
}
