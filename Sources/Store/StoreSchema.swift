import GRDB
import Gradients
import Studies

/// The tables of a store, and the marks by which a file is known to be one.
enum StoreSchema {
  /// `application_id` of a store: "STRA".
  static let application: Int32 = 0x5354_5241
  /// `application_id` of a ``CompactStore``: "STRC".
  static let compactApplication: Int32 = 0x5354_5243
  /// `user_version` of the stores that this version of Strata writes.
  static let version: Int32 = 7
  /// The least that it reads.
  private static let oldest: Int32 = 3
  /// The versions that it reads.
  static let versions = oldest...version
  /// The first version that has records, where ``GradientRows`` were before.
  static let firstWithRecords: Int32 = 5
  /// The first version that counts what was cut off texts, and knows random choices of samples.
  static let firstWithCuts: Int32 = 6
  /// The first version that keeps ``CheckpointNotes``.
  private static let firstWithNotes: Int32 = 7
  /// Bytes of a page of a new store: of records of a few kilobytes, pages of a few kilobytes waste a third.
  static let pageSize = 32_768

  /// A run's and a model's columns are NULL where statistics were imported and the fact is not known. A row of `gradient`
  /// holds the numbers of all gradients of a sample as ``GradientRecord`` lays them out, a row of `cosine` the cosines of two
  /// projections as `CosineTable` does, a row of `token_share` the texts of
  /// a sample's tokens as a JSON array and the shares as `TokenShares` lays them out. `shown` says which run stands for a model and a
  /// condition of the study, under the study's own names, and which of its samples: the first so many, or those at `positions`, a
  /// JSON array, where they were chosen with a `seed`; the other tables know checkpoints by content. `cut_count` is the number of
  /// tokens that were cut off a text, NULL where that is not known.
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
      positions TEXT,
      seed INTEGER,
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
      cut_count INTEGER,
      UNIQUE (run, sample_index, sample)
    ) STRICT;
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

  /// The tables of numbers that every gradient has.
  static let gradientTables = """
    CREATE TABLE gradient (
      result INTEGER PRIMARY KEY REFERENCES result(id),
      statistics BLOB NOT NULL,
      extrema BLOB
    ) STRICT;
    CREATE TABLE spectrum (
      result INTEGER NOT NULL REFERENCES result(id),
      layer INTEGER NOT NULL,
      projection TEXT NOT NULL,
      singular_values BLOB NOT NULL,
      PRIMARY KEY (result, layer, projection)
    ) STRICT, WITHOUT ROWID;
    """

  /// Joins all tables, for queries by hand: a row for every gradient. SQLite reads it where there is a function
  /// `ieee754_from_blob`, as in the program sqlite3.
  static let view = """
    CREATE VIEW statistic AS
      WITH RECURSIVE number(layer) AS (
        SELECT 0 UNION ALL SELECT layer + 1 FROM number WHERE layer + 1 < (SELECT max(layer_count) FROM model)
      ), shape AS (
        SELECT run.id AS run, layer_count, '["' || replace(projections, ' ', '","') || '"]' AS projections
        FROM run JOIN model ON fingerprint = run.model
      )
      SELECT shown.model, shown.task, shown.style, shown.relevance, sample_index, layer, word.value AS projection,
        \(Statistic.columns.enumerated().map { "\(number($0)) AS \($1.name)" }.joined(separator: ", ")),
        loss, token_count, label_count, cut_count
      FROM shown JOIN result ON result.run = shown.run AND CASE WHEN positions IS NULL THEN sample_index < sample_count
        ELSE sample_index IN (SELECT value FROM json_each(positions)) END
      JOIN gradient ON gradient.result = result.id
      JOIN shape ON shape.run = shown.run JOIN number ON layer < layer_count JOIN json_each(projections) AS word;
    """

  /// SQL that reads a gradient's statistic at `row` of its record.
  private static func number(_ row: Int) -> String {
    "ieee754_from_blob(substr(statistics, "
      + "8 * ((\(row) * layer_count + layer) * json_array_length(projections) + word.key) + 1, 8))"
  }

  /// Makes the tables of a new store.
  static func create(in database: Database) throws {
    try database.execute(sql: tables + gradientTables + CheckpointNotes.table + view)
    try database.execute(sql: "PRAGMA application_id = \(application)")
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// Brings a store of an earlier version up to this one. No number in it changes.
  static func update(_ database: Database) throws {
    let found = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard found < version else { return }
    if found < firstWithCuts { try CutCounts.migrate(database) }
    if found < firstWithRecords { try GradientRows.migrate(database) }
    if found < firstWithNotes { try database.execute(sql: CheckpointNotes.table) }
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// Shows a store of an earlier version, which is only read, as if it were of this one.
  static func adapt(_ database: Database) throws {
    let found = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    if found < firstWithCuts { try CutCounts.makeViews(database) }
    if found < firstWithRecords { try GradientRows.makeViews(database, of: "main") }
    if found < firstWithNotes { try CheckpointNotes.makeView(database) }
  }

  /// Makes views `their_result`, `their_gradient` and `their_spectrum` of a store of any version that is attached as `other`.
  static func makeTheirViews(_ database: Database) throws {
    let found = try Int32.fetchOne(database, sql: "PRAGMA other.user_version") ?? 0
    let results = found < firstWithCuts ? CutCounts.results(in: "other") : "SELECT * FROM other.result"
    try database.execute(sql: "CREATE TEMP VIEW their_result AS \(results)")
    guard found >= firstWithRecords else {
      return try GradientRows.makeViews(database, of: "other", prefix: "their_")
    }
    for table in ["gradient", "spectrum"] {
      try database.execute(sql: "CREATE TEMP VIEW their_\(table) AS SELECT * FROM other.\(table)")
    }
  }

  /// Removes these views.
  static func dropTheirViews(_ database: Database) throws {
    try database.execute(
      sql: "DROP VIEW temp.their_result; DROP VIEW temp.their_gradient; DROP VIEW temp.their_spectrum")
  }

  /// Whether nothing was ever written to the file.
  static func isNew(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
      && Int32.fetchOne(database, sql: "PRAGMA application_id") == 0
      && Int32.fetchOne(database, sql: "PRAGMA user_version") == 0
  }

  /// Makes a store a compact one.
  static func markCompact(_ database: Database) throws {
    try database.execute(sql: "PRAGMA application_id = \(compactApplication)")
  }

  /// Whether the file is a store that is not a compact one.
  static func isStore(_ database: Database) throws -> Bool {
    try Int32.fetchOne(database, sql: "PRAGMA application_id") == application
  }

  /// Whether the store is a compact one.
  static func isCompact(_ database: Database) throws -> Bool {
    try Int32.fetchOne(database, sql: "PRAGMA application_id") == compactApplication
  }

  /// - Throws: `StoreError.store` when the file at `path` is no store that this version reads, or a compact one `forWriting`;
  ///   `StoreMismatch` when its tables are not those of its version.
  static func check(_ database: Database, path: String, forWriting: Bool) throws {
    let isCompact = try isCompact(database)
    guard try isCompact || isStore(database) else {
      throw StoreError.store(path, .notAStore)
    }
    if isCompact && forWriting { throw StoreError.store(path, .compact) }
    let found = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard versions.contains(found) else {
      throw StoreError.store(path, .otherVersion(found: Int(found), expected: Int(version)))
    }
    try StoreShape.check(database, version: found)
  }

  /// The statements that make the tables of a store of `version`, by their names.
  static func tables(ofVersion version: Int32) -> [String: String] {
    var text: String = tables
    if version < firstWithCuts {
      for column in CutCounts.columns { text.replace("  \(column),\n", with: "") }
    }
    text +=
      version < firstWithRecords ? GradientRows.table.joined(separator: " ") + ";\n" : gradientTables
    if version >= firstWithNotes { text += CheckpointNotes.table }
    let statements = text.split(separator: ";").map { $0.drop { $0.isWhitespace } }.filter { !$0.isEmpty }
    return Dictionary(uniqueKeysWithValues: statements.map { (StoreShape.words(String($0))[2], String($0)) })
  }
}
