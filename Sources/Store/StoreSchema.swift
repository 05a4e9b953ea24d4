import GRDB
import Gradients
import Studies

/// The tables of a store, and the marks by which a file is known to be one.
enum StoreSchema {
  /// `application_id` of a store: "STRA".
  static let application: Int32 = 0x5354_5241
  /// `user_version` of the stores that this version of Strata writes: those of 3 and before name no columns when they are
  /// written, so that a program of their time would fail at one that has more.
  static let version: Int32 = 4
  /// The least that it reads.
  private static let oldest: Int32 = 3

  /// A run's and a model's columns are NULL where statistics were imported and the fact is not known; a
  /// gradient's are NULL where an imported value is missing or NaN, or where the store is older than the statistic. A row
  /// of `cosine` holds the cosines of two projections as `CosineTable` lays them out, a row of `token_share` the texts of
  /// a sample's tokens as a JSON array and the shares as `TokenShares` lays them out. `shown` says which run stands for a model and a
  /// condition of the study, under the study's own names; the other tables know checkpoints by content.
  private static let tables = """
    CREATE TABLE model (
      fingerprint TEXT PRIMARY KEY,
      family TEXT NOT NULL,
      layer_count INTEGER NOT NULL,
      hidden_size INTEGER,
      vocabulary_size INTEGER,
      parameter_count INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE run (
      id INTEGER PRIMARY KEY,
      identity TEXT NOT NULL UNIQUE,
      model TEXT NOT NULL REFERENCES model(fingerprint),
      task TEXT NOT NULL,
      style TEXT NOT NULL,
      relevance TEXT NOT NULL,
      tokenizer TEXT,
      data TEXT,
      prompt TEXT,
      prompting TEXT,
      max_length INTEGER,
      projections TEXT NOT NULL,
      spectrum INTEGER NOT NULL,
      extrema INTEGER NOT NULL,
      cosines TEXT NOT NULL,
      token_shares INTEGER NOT NULL,
      arithmetic INTEGER
    ) STRICT;
    CREATE TABLE shown (
      model TEXT NOT NULL,
      task TEXT NOT NULL,
      style TEXT NOT NULL,
      relevance TEXT NOT NULL,
      run INTEGER NOT NULL REFERENCES run(id),
      sample_count INTEGER NOT NULL,
      PRIMARY KEY (model, task, style, relevance)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE result (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES run(id),
      sample TEXT NOT NULL,
      sample_index INTEGER NOT NULL,
      token_count INTEGER,
      label_count INTEGER,
      loss REAL,
      skipped TEXT,
      UNIQUE (run, sample_index, sample)
    ) STRICT;
    CREATE TABLE gradient (
      result INTEGER NOT NULL REFERENCES result(id),
      layer INTEGER NOT NULL,
      projection TEXT NOT NULL,
      \(StatisticColumns.all.map { "\($0.name) REAL," }.joined(separator: " "))
      minimum REAL,
      maximum REAL,
      singular_values BLOB,
      PRIMARY KEY (result, layer, projection)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE cosine (
      result INTEGER NOT NULL REFERENCES result(id),
      first TEXT NOT NULL,
      second TEXT NOT NULL,
      cosines BLOB NOT NULL,
      PRIMARY KEY (result, first, second)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE token_share (
      result INTEGER PRIMARY KEY REFERENCES result(id),
      start INTEGER NOT NULL,
      tokens TEXT NOT NULL,
      shares BLOB NOT NULL
    ) STRICT;
    """

  /// Joins all tables, for queries by hand.
  private static let view = """
    CREATE VIEW statistic AS
      SELECT shown.model, shown.task, shown.style, shown.relevance, sample_index, layer, projection,
        \(StatisticColumns.names), loss, token_count, label_count
      FROM shown JOIN result ON result.run = shown.run AND sample_index < shown.sample_count
      JOIN gradient ON gradient.result = result.id;
    """

  /// Makes the tables of a new store.
  static func create(in database: Database) throws {
    try database.execute(sql: tables + view)
    try database.execute(sql: "PRAGMA application_id = \(application)")
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// Brings a store of an earlier version up to this one: it gets the columns of the statistics that came since, whose
  /// values the next run computes. What is in it stays.
  static func update(_ database: Database) throws {
    let missing = try StatisticColumns(of: database).missing
    for column in missing { try database.execute(sql: "ALTER TABLE gradient ADD COLUMN \(column.name) REAL") }
    if !missing.isEmpty { try database.execute(sql: "DROP VIEW statistic; \(view)") }
    if try Int32.fetchOne(database, sql: "PRAGMA user_version") != version {
      try database.execute(sql: "PRAGMA user_version = \(version)")
    }
  }

  /// Whether nothing was ever written to the file.
  static func isNew(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
      && Int32.fetchOne(database, sql: "PRAGMA application_id") == 0
      && Int32.fetchOne(database, sql: "PRAGMA user_version") == 0
  }

  /// - Throws: `StoreError.store` when the file at `path` is no store that this version reads.
  static func check(_ database: Database, path: String) throws {
    guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == application else {
      throw StoreError.store(path, .notAStore)
    }
    let found = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard (oldest...version).contains(found) else {
      throw StoreError.store(path, .otherVersion(found: Int(found), expected: Int(version)))
    }
    let names = try String.fetchSet(database, sql: "SELECT name FROM sqlite_master")
    guard names.isSuperset(of: relations) else { throw StoreError.store(path, .corrupt) }
  }

  /// Names of the tables and views of a store that is whole.
  private static let relations: Set = [
    "model", "run", "shown", "result", "gradient", "cosine", "token_share", "statistic",
  ]
}

/// The columns of the table `gradient` that hold statistics: all that this version knows, and which of them a file has.
struct StatisticColumns: Sendable {
  /// All columns, in the order of the table of statistics.
  static let all = Statistic.columns
  static let names = all.map(\.name).joined(separator: ", ")
  private let present: Set<String>

  /// Looks at the file that is open, or at one that is attached to it as `schema`.
  init(of database: Database, schema: String = "main") throws {
    present = try String.fetchSet(
      database, sql: "SELECT name FROM pragma_table_info('gradient', ?)", arguments: [schema])
  }

  /// The columns that the file has.
  var known: [Statistic.Column] { Self.all.filter { present.contains($0.name) } }

  /// The columns that it lacks, since it is older.
  var missing: [Statistic.Column] { Self.all.filter { !present.contains($0.name) } }

  /// All columns for a SELECT, with NULL in the place of those that the file lacks.
  var selection: String { expressions.joined(separator: ", ") }

  /// SQL that is 1 where the computed result with the id `result` lacks a statistic, since it is older. The gradients of a
  /// sample are written together and all that is computed is finite, so the first tells of all.
  func lacking(_ result: String, in table: String = "gradient") -> String {
    let unknown = expressions.map { "\($0) IS NULL" }.joined(separator: " OR ")
    return "(SELECT \(unknown) FROM \(table) WHERE \(table).result = \(result) LIMIT 1)"
  }

  private var expressions: [String] { Self.all.map { present.contains($0.name) ? $0.name : "NULL" } }

  /// Reads the columns of ``selection`` from `start` on in `row`; NaN for NULL.
  static func summary(_ row: Row, from start: Int) -> SpectrumSummary {
    var summary = SpectrumSummary.unknown
    for (offset, column) in all.enumerated() {
      if let value: Double = row[start + offset] { column.set(value, in: &summary) }
    }
    return summary
  }

  /// The values of a row, in the order of the columns.
  static func values(of summary: SpectrumSummary) -> [Double] { all.map { $0.value(in: summary) } }
}
