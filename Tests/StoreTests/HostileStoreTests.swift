import Foundation
import GRDB
import Runs
import Store
import Studies
import StudySupport
import Support
import TestSupport
import Testing

/// Stores of strangers, which may hold anything in the place of what Strata writes.
@Suite struct HostileStoreTests {
  let fixture: StudyFixture
  let opener = FakeOpener(skips: ["slow 1"])

  init() throws { fixture = try StudyFixture() }

  private static let everything =
    "extrema: true\n  spectrum: true\n  cosines: all-pairs\n  token_shares: true"

  private func computed() throws -> Study {
    let study = try fixture.read(replacing: "samples: 2", with: Self.everything)
    _ = try Runner(study: study, options: RunOptions(threads: 1), opener: opener, now: { 0 }).run()
    return study
  }

  /// The first error of all ways in which a store is read.
  private func problem(_ study: Study) throws -> StoreError? {
    do {
      try read(study)
      return nil
    } catch let error as StoreError {
      return error
    }
  }

  private func read(_ study: Study) throws {
    let results = try StudyResults(study: study)
    let store = try Store(at: study.store, for: .read)
    defer { try? store.close() }
    for item in results.current() {
      let (model, condition) = (item.model.name, item.source.condition)
      _ = try results.coverage(model: model, condition: condition)
      _ = try results.results(model: model, condition: condition)
      _ = try results.spectra(model: model, condition: condition, layer: 0, projection: .q)
      _ = try results.cosines(model: model, condition: condition)
      for sample in try results.tokenShareSamples(model: model, condition: condition) {
        _ = try results.tokenShares(model: model, condition: condition, sample: sample)
      }
      _ = try store.cutSamples(of: item.run)
      try store.forEachSample(of: item.run) { _ in }
    }
  }

  private func mergeProblem(_ study: Study) throws -> StoreError? {
    let stranger = fixture.folder.file("stranger.sqlite")
    try FileManager.default.copyItem(at: study.store, to: stranger)
    try FileManager.default.removeItem(at: study.store)
    do {
      _ = try MergeJob(study: study, stores: [stranger]).run()
      return nil
    } catch let error as StoreError {
      #expect(FileKind(at: study.store) == .missing)
      return error
    }
  }

  private func place(_ error: StoreError?) -> String? {
    guard case .store(_, .unlike(let mismatch)) = error else { return nil }
    return mismatch.place
  }

  @Test func asStrataWritesThemAreReadAndWhole() throws {
    let study = try computed()
    #expect(try problem(study) == nil)
    let check = try StoreCheck(of: study.store)
    #expect(check.problems == [])
    #expect(check.counts?.runs == 6 && check.counts?.samples == 18)
    #expect(check.text.contains("is whole: 6 runs, 18 samples"))
  }

  @Test(arguments: [
    "model.family", "model.layer_count", "model.hidden_size", "model.parameter_count", "run.data",
    "run.projections", "run.spectrum", "run.cosines", "run.max_length", "run.arithmetic",
    "shown.sample_count",
    "shown.positions", "result.sample", "result.sample_index", "result.token_count", "result.loss",
    "result.skipped", "result.cut_count", "gradient.statistics", "gradient.extrema",
    "spectrum.singular_values",
    "cosine.cosines", "token_share.start", "token_share.tokens", "token_share.shares",
  ])
  func ofAnotherTypeNameTheColumnAndWhatStandsThere(column: String) throws {
    let study = try computed()
    let parts = column.split(separator: ".")
    for value in ["'words'", "1.5", "x'00ff'", "NULL", "-9223372036854775808"] {
      let before = try Data(contentsOf: study.store)
      try StoreTampering.execute("UPDATE \(parts[0]) SET \(parts[1]) = \(value)", in: study.store)
      // No value is wrong in every column: a number is a loss, and what is not known is NULL.
      if let error = try problem(study) {
        #expect(place(error) == column)
        #expect(error.description.hasPrefix(study.store.path))
        #expect(error.description.contains("was expected"))
        #expect(error.description.contains("strata rescue"))
        #expect(try !StoreCheck(of: study.store).problems.isEmpty)
      }
      try before.write(to: study.store)
    }
    try StoreTampering.execute("UPDATE \(parts[0]) SET \(parts[1]) = x'00ff'", in: study.store)
    // A sample at no position is none that is asked for.
    #expect(place(try problem(study)) == (column == "result.sample_index" ? nil : column))
    #expect(try StoreCheck(of: study.store).problems.contains { $0.contains("in \(parts[0])") })
    #expect(try mergeProblem(study) != nil)
  }

  @Test(arguments: [
    (
      "DROP TABLE note; CREATE VIEW note AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n) "
        + "SELECT 'one-base' AS model, i AS position, 'x' AS text FROM n", "the view `note`"
    ),
    ("CREATE TRIGGER more AFTER UPDATE ON note BEGIN DELETE FROM result; END", "the trigger `more`"),
    ("CREATE TABLE more (id INTEGER)", "the table `more`"),
    ("CREATE INDEX more ON result (abs(loss))", "the index `more`"),
    ("ALTER TABLE note ADD COLUMN more TEXT DEFAULT 'more'", "more TEXT DEFAULT"),
    ("ALTER TABLE result RENAME COLUMN loss TO cost", "cost REAL"),
    ("DROP TABLE cosine; CREATE TABLE cosine (result, first, second, cosines)", "result , first"),
    ("DROP VIEW statistic", "none of that name"),
    ("DROP TABLE cosine", "none of that name"),
  ])
  func ofOtherTablesAreRefusedByTheirNames(sql: String, found: String) throws {
    let study = try computed()
    let queue = try DatabaseQueue(path: study.store.path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA foreign_keys = OFF; \(sql)") }
    try queue.close()
    for access in [Store.Access.read, .write, .merge] {
      do {
        try Store(at: study.store, for: access).close()
        Issue.record("it was opened")
      } catch StoreError.store(_, .unlike(let mismatch)) {
        #expect(mismatch.found.contains(found))
      }
    }
  }

  /// The pages of an index, each of whose children is the same one, four times over: a few pages, and 10¹⁰ rows.
  @Test func whosePagesLeadToEachOtherEndAllTheSame() throws {
    let study = try computed()
    let queue = try DatabaseQueue(path: study.store.path)
    let root = try queue.read {
      try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_result_1'")
    }
    try queue.close()
    var pages = try StorePages(of: study.store)
    var leaf = pages[try #require(root)]
    // The first of its keys alone, so that none ends the search for those of its run.
    leaf.replaceSubrange(3..<5, with: [0, 1])
    var child = pages.append(leaf)
    for _ in 0..<3 { child = pages.append(pages.branch(to: child, keysOf: leaf)) }
    pages[try #require(root)] = pages.branch(to: child, keysOf: leaf)
    try pages.bytes.write(to: study.store)

    let results = try StudyResults(study: study)
    let run = try #require(results.current().first)
    #expect(throws: StoreError.store(study.store.path, .endless)) {
      try results.coverage(model: run.model.name, condition: run.source.condition)
    }
    do {
      _ = try results.results(model: run.model.name, condition: run.source.condition)
      Issue.record("it was read")
    } catch StoreError.store(_, .unlike(let mismatch)) {
      #expect(mismatch.place == "result.sample_index")
    }
    #expect(try !StoreCheck(of: study.store).problems.isEmpty)
    #expect(try mergeProblem(study) != nil)
  }

  @Test(arguments: [
    ("model", "layer_count", "10001"), ("model", "layer_count", "100000"), ("model", "layer_count", "0"),
    ("model", "layer_count", "9223372036854775807"), ("shown", "sample_count", "9223372036854775807"),
    ("shown", "sample_count", "10000001"), ("shown", "sample_count", "-1"),
    ("shown", "positions", "'[0, 9223372036854775807]'"), ("shown", "positions", "'[2, 1]'"),
    ("shown", "positions", "'{'"), ("result", "sample_index", "-1"),
    ("model", "family", "printf('%.*c', 50000000, 'x')"), ("note", "text", "printf('%.*c', 50000000, 'x')"),
    ("result", "skipped", "printf('%.*c', 50000000, 'x')"),
  ])
  func beyondTheirLimitsNameTheColumn(table: String, column: String, value: String) throws {
    let study = try computed()
    let sql =
      table == "note"
      ? "INSERT INTO note VALUES ('one-base', 0, \(value))"
      : "UPDATE \(table) SET \(column) = \(value) WHERE rowid IN (SELECT max(rowid) FROM \(table))"
    let withoutRows = "UPDATE \(table) SET \(column) = \(value)"
    try StoreTampering.execute(["model", "shown"].contains(table) ? withoutRows : sql, in: study.store)
    #expect(place(try problem(study)) == "\(table).\(column)")
    #expect(try mergeProblem(study) != nil)
  }

  @Test func ofMoreConditionsThanAnyStudyHasAreNotMerged() throws {
    let study = try computed()
    try StoreTampering.execute(
      """
      INSERT INTO shown SELECT 'more-' || value, task, style, relevance, run, sample_count, positions, seed
      FROM (SELECT * FROM shown LIMIT 1),
        (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 100000)
          SELECT value FROM n)
      """, in: study.store)
    guard case .store(_, .unlike(let mismatch)) = try mergeProblem(study) else {
      Issue.record("it was merged")
      return
    }
    #expect(mismatch.place == "shown" && mismatch.expected == "at most 100000 rows")
  }

  @Test func giveNoMoreNotesOnACheckpointThanPeopleRead() throws {
    let study = try computed()
    try StoreTampering.execute(
      """
      DELETE FROM note; INSERT INTO note SELECT 'one-base', value, 'Note ' || value FROM
        (WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 1200)
          SELECT value FROM n)
      """, in: study.store)
    let notes = try StudyResults(study: study).facts(of: "one-base")?.notes
    #expect(notes == (0..<1000).map { "Note \($0)" })
  }

  @Test func whosePositionsWouldFillTheMemoryAreRefused() throws {
    let study = try computed()
    try StoreTampering.execute(
      """
      UPDATE shown SET positions = printf('%.*c', \((128 << 20) + 1), ' '), seed = 1
      WHERE model || style || relevance = (SELECT min(model || style || relevance) FROM shown)
      """, in: study.store)
    let error = try problem(study)
    #expect(place(error) == "shown.positions")
    #expect(error?.description.contains("text of at most 134") == true)
  }

  /// SQLite writes the zeros of a row's last column without having them in memory.
  @Test func whoseValuesAreLongerThanAnyThatIsReadAreRefused() throws {
    let study = try computed()
    try StoreTampering.execute(
      """
      PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
      UPDATE token_share SET shares = zeroblob(\((1 << 29) + 1))
      WHERE rowid = (SELECT min(rowid) FROM token_share)
      """, in: study.store)
    let error = try #require(try problem(study))
    #expect(error.description.contains("string or blob too big"))
    #expect(try mergeProblem(study) != nil)
  }

  @Test func whoseTablesHaveTooManyWordsAreDamaged() throws {
    let study = try computed()
    let queue = try DatabaseQueue(path: study.store.path)
    try queue.writeWithoutTransaction { database in
      try database.execute(
        sql: """
          PRAGMA writable_schema = ON;
          UPDATE sqlite_master SET sql = sql || ' /*' || printf('%.*c', 1 << 17, ' ') || '*/' WHERE name = 'note'
          """)
    }
    try queue.close()
    #expect(throws: StoreError.store(study.store.path, .corrupt)) {
      try Store(at: study.store, for: .read)
    }
  }

  /// A row of a few bytes stands for as many gradients as its run has, of which nothing is known.
  @Test func whoseSamplesWouldFillTheMemoryAreRefused() throws {
    let study = try computed()
    try StoreTampering.execute(
      """
      UPDATE model SET layer_count = 10000; DELETE FROM gradient; DELETE FROM spectrum; DELETE FROM cosine;
      DELETE FROM token_share; UPDATE shown SET sample_count = 1000;
      INSERT INTO result SELECT NULL, run.id, lower(hex(randomblob(32))), value, 1, 1, 1.0, NULL, 0
      FROM run, (WITH RECURSIVE n(value) AS (SELECT 10 UNION ALL SELECT value + 1 FROM n WHERE value < 300)
        SELECT value FROM n)
      """, in: study.store)
    for name in ["fast", "fast-wrong", "slow"] {
      try FileManager.default.removeItem(at: fixture.folder.file("data/\(name).json"))
    }
    guard case .store(_, .tooLarge(let limit)) = try problem(study) else {
      Issue.record("it was read")
      return
    }
    #expect(limit < 100_000_000)
  }

  @Test func ofAConditionThatHasASampleTwiceAreRefused() throws {
    let study = try computed()
    try StoreTampering.execute("UPDATE result SET sample_index = 0", in: study.store)
    #expect(place(try problem(study)) == "result.sample_index")
  }
}
