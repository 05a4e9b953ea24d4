import Foundation
import GRDB
import Studies

extension Store {
  /// Every run that stands for a model and a condition, by their names.
  func currentRuns() throws -> [PlannedRun] {
    let places = try read { database in
      let sql = "SELECT model, task, style, relevance FROM shown ORDER BY 1, 2, 3, 4"
      let rows = try Row.fetchCursor(database, sql: sql)
      var places: [(model: String, condition: Condition)] = []
      while let row = try rows.next() {
        let condition = Condition(
          task: try row.text(.shownTask), style: try row.meaning(.shownStyle, ResponseStyle.init(rawValue:)),
          relevance: try row.meaning(.shownRelevance, Relevance.init(rawValue:)))
        places.append((try row.text(.shownModel), condition))
        guard places.count <= StoreLimits.mostRuns else {
          throw StoreMismatch(
            place: "shown", expected: "at most \(StoreLimits.mostRuns) rows", found: "more")
        }
      }
      return places
    }
    return try places.compactMap { place in
      try currentRun(model: place.model, condition: place.condition).map {
        PlannedRun(model: place.model, facts: $0.facts, run: $0.description, selection: $0.selection)
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
        let ours = try makeCurrent(planned, in: database)
        try CheckpointNotes.complete(planned.facts.notes, of: planned.model, in: database)
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

  /// A table that holds a part of results, here and there, with its columns beside `result`.
  private struct Part {
    let table: String
    let others: String
    let columns: String
  }

  private static let gradients = Part(
    table: "gradient", others: "their_gradient", columns: "statistics, extrema")
  /// The parts that are the same, or one of the stores is wrong.
  private static let extras = [
    Part(table: "spectrum", others: "their_spectrum", columns: "layer, projection, singular_values"),
    Part(table: "cosine", others: "other.cosine", columns: "first, second, cosines"),
    Part(table: "token_share", others: "other.token_share", columns: "start, tokens, shares"),
  ]

  /// Pairs of results of the same sample, `ours` and `theirs`.
  private static let pairs = """
    their_result AS theirs CROSS JOIN main.result AS ours
    ON ours.run = :ours AND ours.sample_index = theirs.sample_index AND ours.sample = theirs.sample
    """

  private static let gradientPairs = """
    \(pairs) LEFT JOIN main.gradient AS our ON our.result = ours.id
    LEFT JOIN their_gradient AS their ON their.result = theirs.id
    """

  private var arguments: StatementArguments { ["ours": ours, "theirs": theirs] }

  /// The position of the first sample of which both stores hold different numbers. A statistic that only one of them
  /// knows, because the other is older, is no difference.
  func firstConflict(_ database: Database) throws -> Int? {
    let differences = Self.extras.flatMap { part in
      let sides = ["main.\(part.table) WHERE result = ours.id", "\(part.others) WHERE result = theirs.id"]
      return [sides, sides.reversed()].map {
        "EXISTS (SELECT \(part.columns) FROM \($0[0]) EXCEPT SELECT \(part.columns) FROM \($0[1]))"
      }
    }
    let sql = """
      SELECT theirs.sample_index, our.statistics, their.statistics,
        (ours.token_count, ours.label_count, ours.loss, ours.skipped)
          IS NOT (theirs.token_count, theirs.label_count, theirs.loss, theirs.skipped)
        OR coalesce(ours.cut_count <> theirs.cut_count, 0)
        OR our.extrema IS NOT their.extrema OR \(differences.joined(separator: " OR ")) AS differs
      FROM \(Self.gradientPairs) WHERE theirs.run = :theirs AND (differs OR our.statistics <> their.statistics)
      ORDER BY theirs.sample_index
      """
    let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
    while let row = try rows.next() {
      let ours = try row.bytesIfThere(.statistics, at: 1) ?? Data()
      let theirs = try row.bytesIfThere(.statistics, at: 2) ?? Data()
      if row[3] || GradientRecord.contradict(ours, theirs) { return try row.integer(.sampleIndex, at: 0) }
    }
    return nil
  }

  /// Copies the results that only the other store has, and completes those of which it has more statistics.
  ///
  /// - Returns: how many samples were copied or completed.
  func copy(_ database: Database) throws -> Int {
    let completed = try complete(database)
    try completeCuts(database)
    let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM main.result") ?? 0
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO main.result
        SELECT NULL, :ours, sample, sample_index, token_count, label_count, loss, skipped, cut_count
        FROM their_result WHERE run = :theirs ORDER BY sample_index
        """, arguments: arguments)
    let count = database.changesCount
    if count > 0 { try copyParts(ofResultsAfter: last, database) }
    return completed + count
  }

  /// Takes over what only the other store knows of what was cut off texts.
  private func completeCuts(_ database: Database) throws {
    try database.execute(
      sql: """
        UPDATE main.result SET cut_count = theirs.cut_count FROM their_result AS theirs
        WHERE main.result.run = :ours AND theirs.run = :theirs AND main.result.cut_count IS NULL
          AND theirs.sample_index = main.result.sample_index AND theirs.sample = main.result.sample
        """, arguments: arguments)
  }

  /// Copies what belongs to the results that were copied, as it lies there.
  private func copyParts(ofResultsAfter last: Int64, _ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TEMP TABLE copied AS SELECT ours.id AS ours, theirs.id AS theirs FROM \(Self.pairs)
        WHERE theirs.run = :theirs AND ours.id > :last ORDER BY theirs.sample_index
        """, arguments: ["ours": ours, "theirs": theirs, "last": last])
    for part in [Self.gradients] + Self.extras {
      try database.execute(
        sql: """
          INSERT INTO main.\(part.table) (result, \(part.columns)) SELECT ours, \(part.columns)
          FROM temp.copied CROSS JOIN \(part.others) AS part ON part.result = theirs
          """)
    }
    try database.execute(sql: "DROP TABLE temp.copied")
  }

  /// Takes over the statistics of samples of which the other store has more.
  ///
  /// - Returns: how many samples were completed.
  private func complete(_ database: Database) throws -> Int {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT ours.id, our.statistics, their.statistics FROM \(Self.gradientPairs)
        WHERE theirs.run = :theirs AND length(their.statistics) > coalesce(length(our.statistics), 0)
        """, arguments: arguments)
    for row in rows {
      let record = GradientRecord.completed(
        try row.bytesIfThere(.statistics, at: 1) ?? Data(),
        by: try row.bytesIfThere(.statistics, at: 2) ?? Data())
      try Store.replace(record, ofResult: Int64(try row.integer(.resultID, at: 0)), in: database)
    }
    return rows.count
  }
}
