import GRDB

/// Notes of the checkpoints of a study's models: what is not read of their files, and which of two statements was taken.
/// Stores of version 6 and before have none.
///
/// They belong to a model of the study and not to its fingerprint: a note may be of the place of a checkpoint, of keys
/// that the study lets by, or of the chat template that only one of two models with the same weights is prompted with.
enum CheckpointNotes {
  /// The table, which holds a model's notes in their order.
  static let table = """
    CREATE TABLE note (
      model TEXT NOT NULL,
      position INTEGER NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (model, position)
    ) STRICT, WITHOUT ROWID;
    """

  /// Makes a view in the place of the table of a store that is only read, which lasts as long as the connection.
  static func makeView(_ database: Database) throws {
    try database.execute(
      sql: "CREATE TEMP VIEW note AS SELECT NULL AS model, 0 AS position, NULL AS text WHERE 0")
  }

  /// The notes of the model called `model`.
  static func notes(of model: String, in database: Database) throws -> [String] {
    let sql = "SELECT text FROM note WHERE model = ? ORDER BY position LIMIT \(StoreLimits.mostNotes)"
    var notes: [String] = []
    let rows = try Row.fetchCursor(database, sql: sql, arguments: [model])
    while let row = try rows.next() { notes.append(try row.text(.note)) }
    return notes
  }

  /// Puts `notes` in the place of those that the model called `model` had.
  static func set(_ notes: [String], of model: String, in database: Database) throws {
    try database.execute(sql: "DELETE FROM note WHERE model = ?", arguments: [model])
    for (position, text) in notes.enumerated() {
      try database.execute(sql: "INSERT INTO note VALUES (?, ?, ?)", arguments: [model, position, text])
    }
  }

  /// Takes over `notes` from another store, if nothing is noted of the model called `model` in this one.
  static func complete(_ notes: [String], of model: String, in database: Database) throws {
    if try self.notes(of: model, in: database).isEmpty { try set(notes, of: model, in: database) }
  }
}
