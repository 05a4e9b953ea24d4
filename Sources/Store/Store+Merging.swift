import Foundation
import GRDB
import Studies

extension Store {
  /// Every run that stands for a model and a condition, by their names.
  func shownRuns() throws -> [PlannedRun] {
    let places = try read { database in
      try Row.fetchAll(database, sql: "SELECT model, task, style, relevance FROM shown ORDER BY 1, 2, 3, 4")
        .map { row in
          guard let style = ResponseStyle(rawValue: try row.decode(atIndex: 2)),
            let relevance = Relevance(rawValue: try row.decode(atIndex: 3))
          else { throw StoreError.store(file.path, .corrupt) }
          return (
            model: try row.decode(String.self, atIndex: 0),
            condition: Condition(task: try row.decode(atIndex: 1), style: style, relevance: relevance)
          )
        }
    }
    return try places.compactMap { place in
      try shownRun(model: place.model, condition: place.condition).map {
        PlannedRun(model: place.model, facts: $0.facts, run: $0.description, sampleCount: $0.sampleCount)
      }
    }
  }

  /// Takes over what the store `other` holds of `runs` and this one does not, in one transaction.
  ///
  /// - Returns: how many samples were added.
  /// - Throws: `StoreError.merge` when both hold different numbers for a sample; nothing is added then.
  func merge(_ runs: [PlannedRun], from other: URL) throws -> Int {
    try write(with: other) { database in
      var added = 0
      for planned in runs {
        let ours = try show(planned, in: database)
        let theirs = try Int64.fetchOne(
          database, sql: "SELECT id FROM other.run WHERE identity = ?", arguments: [planned.run.identity.hex])
        guard let theirs else { throw StoreError.store(other.path, .corrupt) }
        let pair = RunPair(ours: ours, theirs: theirs)
        if let index = try pair.firstConflict(database) {
          throw StoreError.merge(
            other.path, .conflict(model: planned.model, condition: planned.run.condition, index: index))
        }
        added += try pair.copy(database)
      }
      return added
    }
  }
}

/// The same run in a store and in another one that is attached to it as `other`.
private struct RunPair {
  let ours: Int64
  let theirs: Int64

  /// The tables that hold the parts of a result, with their columns beside `result`.
  private static let parts: [(table: String, columns: String)] = [
    (
      "gradient",
      """
      layer, projection, nuclear_norm, largest, smallest, frobenius_norm, effective_rank, mean, minimum, maximum,
      singular_values
      """
    ),
    ("cosine", "first, second, cosines"),
    ("token_share", "start, tokens, shares"),
  ]

  /// Pairs of results of the same sample, `ours` and `theirs`.
  private static let pairs = """
    other.result AS theirs JOIN main.result AS ours
    ON ours.run = :ours AND ours.sample_index = theirs.sample_index AND ours.sample = theirs.sample
    """

  private var arguments: StatementArguments { ["ours": ours, "theirs": theirs] }

  /// The position of the first sample of which both stores hold different numbers.
  func firstConflict(_ database: Database) throws -> Int? {
    let differences = Self.parts.flatMap { table, columns in
      let sides = ["main.\(table) WHERE result = ours.id", "other.\(table) WHERE result = theirs.id"]
      return [sides, sides.reversed()].map {
        "EXISTS (SELECT \(columns) FROM \($0[0]) EXCEPT SELECT \(columns) FROM \($0[1]))"
      }
    }
    let sql = """
      SELECT theirs.sample_index FROM \(Self.pairs) WHERE theirs.run = :theirs AND (
        (ours.token_count, ours.label_count, ours.loss, ours.skipped)
          IS NOT (theirs.token_count, theirs.label_count, theirs.loss, theirs.skipped)
        OR \(differences.joined(separator: " OR "))
      ) ORDER BY theirs.sample_index LIMIT 1
      """
    return try Int.fetchOne(database, sql: sql, arguments: arguments)
  }

  /// Copies the results that only the other store has; how many there were.
  func copy(_ database: Database) throws -> Int {
    let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM main.result") ?? 0
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO main.result
        SELECT NULL, :ours, sample, sample_index, token_count, label_count, loss, skipped
        FROM other.result WHERE run = :theirs ORDER BY sample_index
        """, arguments: arguments)
    let count = database.changesCount
    for (table, columns) in Self.parts {
      try database.execute(
        sql: """
          INSERT INTO main.\(table) (result, \(columns)) SELECT ours.id, \(columns)
          FROM \(Self.pairs) JOIN other.\(table) AS part ON part.result = theirs.id
          WHERE theirs.run = :theirs AND ours.id > :last
          """, arguments: ["ours": ours, "theirs": theirs, "last": last])
    }
    return count
  }
}
