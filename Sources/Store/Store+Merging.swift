import Foundation
import GRDB
import Studies

extension Store {
  /// Every run that stands for a model and a condition, by their names.
  func currentRuns() throws -> [PlannedRun] {
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
      try currentRun(model: place.model, condition: place.condition).map {
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
      let theirStatistics = try StatisticColumns(of: database, schema: "other")
      var added = 0
      for planned in runs {
        let ours = try makeCurrent(planned, in: database)
        let theirs = try Int64.fetchOne(
          database, sql: "SELECT id FROM other.run WHERE identity = ?", arguments: [planned.run.identity.hex])
        guard let theirs else { throw StoreError.store(other.path, .corrupt) }
        let pair = RunPair(
          ours: ours, theirs: theirs, ourStatistics: statistics, theirStatistics: theirStatistics)
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
  /// The statistics that the store has: all, since it is written.
  let ourStatistics: StatisticColumns
  /// Those that the other store has.
  let theirStatistics: StatisticColumns

  /// The tables that hold the parts of a result, with their columns beside `result` and the statistics.
  private static let parts: [(table: String, columns: String)] = [
    ("gradient", "layer, projection, minimum, maximum, singular_values"),
    ("cosine", "first, second, cosines"),
    ("token_share", "start, tokens, shares"),
  ]

  /// Pairs of results of the same sample, `ours` and `theirs`.
  private static let pairs = """
    other.result AS theirs JOIN main.result AS ours
    ON ours.run = :ours AND ours.sample_index = theirs.sample_index AND ours.sample = theirs.sample
    """

  private var arguments: StatementArguments { ["ours": ours, "theirs": theirs] }

  /// The position of the first sample of which both stores hold different numbers. A statistic that only one of them
  /// knows, because the other is older, is no difference.
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
        OR \((differences + [differentStatistics]).joined(separator: " OR "))
      ) ORDER BY theirs.sample_index LIMIT 1
      """
    return try Int.fetchOne(database, sql: sql, arguments: arguments)
  }

  private var differentStatistics: String {
    let differences = theirStatistics.known.map { "our.\($0.name) <> their.\($0.name)" }
    return """
      EXISTS (SELECT 1 FROM main.gradient AS our JOIN other.gradient AS their USING (layer, projection)
        WHERE our.result = ours.id AND their.result = theirs.id AND (\(differences.joined(separator: " OR "))))
      """
  }

  /// Copies the results that only the other store has, and completes those of which it has more statistics; how many
  /// there were.
  func copy(_ database: Database) throws -> Int {
    let completed = try complete(database)
    let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM main.result") ?? 0
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO main.result
        SELECT NULL, :ours, sample, sample_index, token_count, label_count, loss, skipped
        FROM other.result WHERE run = :theirs ORDER BY sample_index
        """, arguments: arguments)
    let count = database.changesCount
    for (table, columns) in Self.parts {
      let isGradient = table == "gradient"
      let statistics =
        isGradient ? [StatisticColumns.names, theirStatistics.selection].map { ", \($0)" } : ["", ""]
      try database.execute(
        sql: """
          INSERT INTO main.\(table) (result, \(columns)\(statistics[0]))
          SELECT ours.id, \(columns)\(statistics[1])
          FROM \(Self.pairs) JOIN other.\(table) AS part ON part.result = theirs.id
          WHERE theirs.run = :theirs AND ours.id > :last
          """, arguments: ["ours": ours, "theirs": theirs, "last": last])
    }
    return completed + count
  }

  /// Takes over the statistics of samples that lack some here and none there; how many samples.
  private func complete(_ database: Database) throws -> Int {
    let pairs = try Row.fetchAll(
      database,
      sql: """
        SELECT ours.id, theirs.id FROM \(Self.pairs) WHERE theirs.run = :theirs
        AND \(ourStatistics.lacking("ours.id", in: "main.gradient"))
        AND NOT \(theirStatistics.lacking("theirs.id", in: "other.gradient"))
        """, arguments: arguments)
    let values = theirStatistics.known.map { "\($0.name) = coalesce(our.\($0.name), their.\($0.name))" }
    for pair in pairs {
      try database.execute(
        sql: """
          UPDATE main.gradient AS our SET \(values.joined(separator: ", ")) FROM other.gradient AS their
          WHERE our.result = ? AND their.result = ? AND our.layer = their.layer AND our.projection = their.projection
          """, arguments: [pair[0] as Int64, pair[1] as Int64])
    }
    return pairs.count
  }
}
