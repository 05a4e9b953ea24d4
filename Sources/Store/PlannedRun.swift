import GRDB
import Gradients
import JSON

/// A run of a study, as a store is told of it before its samples are computed.
package struct PlannedRun: Sendable {
  /// The model's name in the study.
  package let model: String
  package let facts: ModelFacts
  package let run: RunDescription
  /// Samples that the study asks for, from the first.
  package let sampleCount: Int

  package init(model: String, facts: ModelFacts, run: RunDescription, sampleCount: Int) {
    self.model = model
    self.facts = facts
    self.run = run
    self.sampleCount = sampleCount
  }
}

extension Store {
  /// Notes which runs stand for the models and conditions of the study from now on, in one transaction.
  package func show(_ runs: [PlannedRun]) throws {
    try write { database in
      for planned in runs { _ = try show(planned, in: database) }
    }
  }

  /// The same of one run, within a transaction.
  ///
  /// - Returns: the run's id in this store.
  func show(_ planned: PlannedRun, in database: Database) throws -> Int64 {
    try insert(planned.facts, into: database)
    let id = try insert(planned.run, into: database)
    let condition = planned.run.condition
    try database.execute(
      sql: "INSERT OR REPLACE INTO shown VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        planned.model, condition.task, condition.style.rawValue, condition.relevance.rawValue, id,
        planned.sampleCount,
      ])
    return id
  }

  /// Keys of the samples of `run` that need not be computed again.
  package func finishedKeys(of run: RunDescription) throws -> Set<String> {
    try read { database in
      let sql = "SELECT sample FROM result JOIN run ON run.id = run WHERE identity = ?"
      return try String.fetchSet(database, sql: sql, arguments: [run.identity.hex])
    }
  }

  /// Stores a finished batch in one transaction. Samples that another process stored meanwhile stay as
  /// they are. `run` must have been shown.
  package func add(_ samples: [StoredSample], to run: RunDescription) throws {
    try write { database in
      let sql = "SELECT id FROM run WHERE identity = ?"
      let id = try Int64.fetchOne(database, sql: sql, arguments: [run.identity.hex])
      guard let id else { preconditionFailure("a run that was not shown") }
      for sample in samples { try insert(sample, run: id, into: database) }
    }
  }

  private func insert(_ facts: ModelFacts, into database: Database) throws {
    try database.execute(
      sql: "INSERT OR IGNORE INTO model VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        facts.fingerprint.hex, facts.family, facts.layerCount, facts.hiddenSize, facts.vocabularySize,
        facts.parameterCount,
      ])
  }

  private func insert(_ run: RunDescription, into database: Database) throws -> Int64 {
    let condition = run.condition
    let recipe = run.recipe
    try database.execute(
      sql: "INSERT OR IGNORE INTO run VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        run.identity.hex, recipe.model.hex, condition.task, condition.style.rawValue,
        condition.relevance.rawValue, recipe.tokenizer?.hex, run.data.hex, recipe.prompt?.rawValue,
        recipe.prompting?.rawValue, recipe.maxLength,
        recipe.projections.map(\.rawValue).joined(separator: " "), recipe.extras.spectrum,
        recipe.extras.extrema, recipe.extras.cosines.rawValue, recipe.extras.tokenShares, recipe.arithmetic,
      ])
    let sql = "SELECT id FROM run WHERE identity = ?"
    guard let id = try Int64.fetchOne(database, sql: sql, arguments: [run.identity.hex]) else {
      preconditionFailure("a run that was just inserted is gone")
    }
    return id
  }

  private func insert(_ sample: StoredSample, run: Int64, into database: Database) throws {
    let (loss, skipped): (Double?, String?) =
      switch sample.outcome {
      case .computed(let gradients): (gradients.loss, nil)
      case .skipped(let reason): (nil, reason.rawValue)
      }
    try database.cachedStatement(sql: "INSERT OR IGNORE INTO result VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)")
      .execute(arguments: [
        run, sample.key.hash.hex, sample.key.index, sample.tokenCount, sample.labelCount,
        loss, skipped,
      ])
    guard database.changesCount > 0, case .computed(let gradients) = sample.outcome else { return }
    let result = database.lastInsertedRowID
    for gradient in gradients.gradients { try insert(gradient, result: result, into: database) }
    let layerCount = (gradients.gradients.last?.layer ?? -1) + 1
    for table in CosineTable.tables(of: gradients.cosines, layerCount: layerCount) {
      try insert(table, result: result, into: database)
    }
    try sample.tokens.map { try insert($0, of: gradients, result: result, into: database) }
  }

  private func insert(
    _ tokens: StoredSample.Tokens, of gradients: SampleGradients, result: Int64, into database: Database
  ) throws {
    let shares = gradients.gradients.compactMap(\.tokenShares)
    guard shares.count == gradients.gradients.count, !shares.isEmpty else { return }
    var texts = JSONWriter()
    texts.array { json in for text in tokens.texts { json.value(text) } }
    try database.cachedStatement(sql: "INSERT INTO token_share VALUES (?, ?, ?, ?)")
      .execute(arguments: [result, tokens.start, texts.text, NumberBlob.data(of: shares.flatMap { $0 })])
  }

  private func insert(_ table: CosineTable, result: Int64, into database: Database) throws {
    try database.cachedStatement(sql: "INSERT INTO cosine VALUES (?, ?, ?, ?)")
      .execute(arguments: [
        result, table.first.rawValue, table.second.rawValue, NumberBlob.data(of: table.values),
      ])
  }

  private func insert(_ gradient: ProjectionGradient, result: Int64, into database: Database) throws {
    let summary = gradient.summary
    try database.cachedStatement(sql: "INSERT INTO gradient VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .execute(arguments: [
        result, gradient.layer, gradient.projection.rawValue, summary.nuclearNorm, summary.largest,
        summary.smallest, summary.frobeniusNorm, summary.effectiveRank, summary.mean,
        gradient.extrema?.lowerBound,
        gradient.extrema?.upperBound, gradient.singularValues.map(NumberBlob.data),
      ])
  }
}
