import GRDB

/// The tables of a store, and the marks by which a file is known to be one.
enum StoreSchema {
  /// `application_id` of a store: "STRA".
  static let application: Int32 = 0x5354_5241
  /// `user_version` of the stores that this version of Strata reads and writes.
  static let version: Int32 = 3

  /// A run's and a model's columns are NULL where statistics were imported and the fact is not known; a
  /// gradient's are NULL where an imported value is missing or NaN. A row of `cosine` holds the cosines of two
  /// projections as `CosineTable` lays them out, a row of `token_share` the texts of a sample's tokens as a JSON array
  /// and the shares as `TokenShares` lays them out. `shown` says which run stands for a model and a
  /// condition of the study, under the study's own names; the other tables know checkpoints by content.
  /// The view `statistic` joins them all, for queries by hand.
  static let tables = """
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
      nuclear_norm REAL,
      largest REAL,
      smallest REAL,
      frobenius_norm REAL,
      effective_rank REAL,
      mean REAL,
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
    CREATE VIEW statistic AS
      SELECT shown.model, shown.task, shown.style, shown.relevance, sample_index, layer, projection,
        nuclear_norm, largest, smallest, frobenius_norm, effective_rank, mean, loss, token_count, label_count
      FROM shown JOIN result ON result.run = shown.run AND sample_index < shown.sample_count
      JOIN gradient ON gradient.result = result.id;
    """

  /// Makes the tables of a new store.
  static func create(in database: Database) throws {
    try database.execute(sql: tables)
    try database.execute(sql: "PRAGMA application_id = \(application)")
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// Whether nothing was ever written to the file.
  static func isNew(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
      && Int32.fetchOne(database, sql: "PRAGMA application_id") == 0
      && Int32.fetchOne(database, sql: "PRAGMA user_version") == 0
  }

  /// - Throws: `StoreError.store` when the file at `path` is no store of this version.
  static func check(_ database: Database, path: String) throws {
    guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == application else {
      throw StoreError.store(path, .notAStore)
    }
    let found = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard found == version else {
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
