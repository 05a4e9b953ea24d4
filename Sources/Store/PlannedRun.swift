import Foundation
import GRDB
import Gradients
import Studies

/// A run of a study, as a store is told of it before its samples are computed.
package struct PlannedRun: Sendable {
  /// The model's name in the study.
  package let model: String
  package let facts: ModelFacts
  package let run: RunDescription
  /// Samples that the study asks for.
  package let selection: SampleSelection

  package init(model: String, facts: ModelFacts, run: RunDescription, selection: SampleSelection) {
    self.model = model
    self.facts = facts
    self.run = run
    self.selection = selection
  }
}

extension Store {
  /// Notes which runs stand for the models and conditions of the study from now on, and what is to be known of their
  /// checkpoints, in one transaction.
  package func makeCurrent(_ runs: [PlannedRun]) throws {
    try write { database in
      for planned in runs {
        _ = try makeCurrent(planned, in: database)
        try CheckpointNotes.set(planned.facts.notes, of: planned.model, in: database)
      }
    }
  }

  /// Notes one run, within a transaction.
  ///
  /// - Returns: the run's id in this store.
  func makeCurrent(_ planned: PlannedRun, in database: Database) throws -> Int64 {
    try insert(planned.facts, into: database)
    let id = try insert(planned.run, into: database)
    try show(id, model: planned.model, condition: planned.run.condition, planned.selection, in: database)
    return id
  }

  /// Lets a run stand for a model and a condition.
  func show(
    _ run: Int64, model: String, condition: Condition, _ selection: SampleSelection, in database: Database
  ) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO shown VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        model, condition.task, condition.style.rawValue, condition.relevance.rawValue, run, selection.count,
        SelectionText.text(of: selection), SelectionText.seed(of: selection),
      ])
  }

  /// Keys of the samples of `run` that need not be computed again.
  package func finishedKeys(of run: RunDescription) throws -> Set<String> {
    guard !run.configuration.isImported else { return try storedKeys(of: run) }
    return try read { database in
      guard let (id, layout) = try stored(run, database) else { return [] }
      let sql = """
        SELECT sample FROM result LEFT JOIN gradient ON gradient.result = result.id
        WHERE run = ? AND (skipped IS NOT NULL OR NOT \(Self.lacking(layout)))
        """
      return try String.fetchSet(database, sql: sql, arguments: [id])
    }
  }

  /// Keys of the samples of `run` that are there, those that lack a statistic included.
  package func storedKeys(of run: RunDescription) throws -> Set<String> {
    let sql = "SELECT sample FROM result JOIN run ON run.id = run WHERE identity = ?"
    return try read { try String.fetchSet($0, sql: sql, arguments: [run.identity.hex]) }
  }

  /// The id and the gradients of `run`, if it was ever made current.
  private func stored(
    _ run: RunDescription, _ database: Database
  ) throws -> (id: Int64, layout: GradientLayout)? {
    let sql = "SELECT id, layer_count FROM run JOIN model ON fingerprint = run.model WHERE identity = ?"
    guard let row = try Row.fetchOne(database, sql: sql, arguments: [run.identity.hex]) else { return nil }
    let layout = GradientLayout(
      layerCount: try row.integer(.layerCount), projections: run.configuration.projections)
    return (Int64(try row.integer(.runID)), layout)
  }

  /// Stores a finished batch in one transaction. Numbers that are there stay as they are: of a sample that was stored
  /// before, only the statistics that it lacks are taken. `run` must have been made current.
  package func add(_ samples: [StoredSample], to run: RunDescription) throws {
    try write { database in
      let (id, layout) = try current(run, database)
      for sample in samples {
        let packed = PackedSample(sample.outcome, sample.tokens, layout)
        try insert(
          sample.key, packed, counts: [sample.tokenCount, sample.labelCount, sample.cutCount], run: id,
          into: database)
      }
    }
  }

  /// Stores a batch that was packed before, of samples whose tokens nobody counted but for those that were cut off.
  package func add(
    _ samples: [(key: SampleKey, numbers: PackedSample, cutCount: Int?)], to run: RunDescription
  ) throws {
    try write { database in
      let (id, _) = try current(run, database)
      for (key, numbers, cutCount) in samples {
        try insert(key, numbers, counts: [nil, nil, cutCount], run: id, into: database)
      }
    }
  }

  private func current(
    _ run: RunDescription, _ database: Database
  ) throws -> (id: Int64, layout: GradientLayout) {
    guard let found = try stored(run, database) else {
      preconditionFailure("a run that was not made current")
    }
    return found
  }

  func insert(_ facts: ModelFacts, into database: Database) throws {
    try database.execute(
      sql: "INSERT OR IGNORE INTO model VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        facts.fingerprint.hex, facts.family, facts.layerCount, facts.hiddenSize, facts.vocabularySize,
        facts.parameterCount,
      ])
  }

  /// - Returns: the id of the run in this store.
  func insert(_ run: RunDescription, into database: Database) throws -> Int64 {
    let condition = run.condition
    let configuration = run.configuration
    try database.execute(
      sql: "INSERT OR IGNORE INTO run VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        run.identity.hex, configuration.model.hex, condition.task, condition.style.rawValue,
        condition.relevance.rawValue, configuration.tokenizer?.hex, run.data.hex,
        configuration.prompt?.rawValue,
        configuration.prompting?.rawValue, configuration.maxLength,
        configuration.projections.map(\.rawValue).joined(separator: " "), configuration.extras.spectrum,
        configuration.extras.extrema, configuration.extras.cosines.rawValue, configuration.extras.tokenShares,
        configuration.arithmetic,
      ])
    let sql = "SELECT id FROM run WHERE identity = ?"
    guard let id = try Int64.fetchOne(database, sql: sql, arguments: [run.identity.hex]) else {
      preconditionFailure("a run that was just inserted is gone")
    }
    return id
  }

  /// Inserts a sample; `counts` are its tokens, those with a label and those that were cut off.
  private func insert(
    _ key: SampleKey, _ numbers: PackedSample, counts: [Int?], run: Int64, into database: Database
  ) throws {
    try database.cachedStatement(sql: "INSERT OR IGNORE INTO result VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)")
      .execute(arguments: [
        run, key.hash.hex, key.index, counts[0], counts[1], numbers.loss, numbers.skipped?.rawValue,
        counts[2],
      ])
    guard numbers.skipped == nil else { return }
    guard database.changesCount > 0 else {
      return try complete(key, numbers.statistics, run: run, in: database)
    }
    try numbers.insert(result: database.lastInsertedRowID, into: database)
  }

  /// Gives a sample that was stored before the statistics that it lacks, which are the last of its record.
  private func complete(
    _ key: SampleKey, _ statistics: Data, run: Int64, in database: Database
  ) throws {
    let sql = """
      SELECT id, statistics FROM result LEFT JOIN gradient ON gradient.result = result.id
      WHERE run = ? AND sample_index = ? AND sample = ? AND skipped IS NULL
        AND coalesce(length(statistics), 0) < ?
      """
    let row = try Row.fetchOne(
      database.cachedStatement(sql: sql), arguments: [run, key.index, key.hash.hex, statistics.count])
    guard let row else { return }
    let record = GradientRecord.completed(try row.bytesIfThere(.statistics) ?? Data(), by: statistics)
    try Self.replace(record, ofResult: Int64(try row.integer(.resultID)), in: database)
  }

  /// Puts `statistics` in the place of those of a result, whose other numbers stay.
  static func replace(_ statistics: Data, ofResult id: Int64, in database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO gradient (result, statistics) VALUES (?, ?)
        ON CONFLICT (result) DO UPDATE SET statistics = excluded.statistics
        """
    ).execute(arguments: [id, statistics])
  }
}
