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
  package func makeCurrent(_ runs: [PlannedRun]) throws {
    try write { database in
      for planned in runs { _ = try makeCurrent(planned, in: database) }
    }
  }

  /// The same of one run, within a transaction.
  ///
  /// - Returns: the run's id in this store.
  func makeCurrent(_ planned: PlannedRun, in database: Database) throws -> Int64 {
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
    let lacksNothing = "\(statistics.lacking("result.id")) IS NOT 1"
    return try keys(of: run, where: run.configuration.isImported ? "1" : lacksNothing)
  }

  /// Keys of the samples of `run` that are there, those that lack a statistic included.
  package func storedKeys(of run: RunDescription) throws -> Set<String> { try keys(of: run, where: "1") }

  private func keys(of run: RunDescription, where condition: String) throws -> Set<String> {
    let sql = "SELECT sample FROM result JOIN run ON run.id = run WHERE identity = ? AND \(condition)"
    return try read { try String.fetchSet($0, sql: sql, arguments: [run.identity.hex]) }
  }

  /// Stores a finished batch in one transaction. Numbers that are there stay as they are: of a sample that was stored
  /// before, only the statistics that it lacks are taken. `run` must have been made current.
  package func add(_ samples: [StoredSample], to run: RunDescription) throws {
    try write { database in
      let sql = "SELECT id FROM run WHERE identity = ?"
      let id = try Int64.fetchOne(database, sql: sql, arguments: [run.identity.hex])
      guard let id else { preconditionFailure("a run that was not made current") }
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
    guard case .computed(let gradients) = sample.outcome else { return }
    guard database.changesCount > 0 else {
      return try complete(sample.key, gradients, run: run, in: database)
    }
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
    let place: StatementArguments = [result, gradient.layer, gradient.projection.rawValue]
    let extras: StatementArguments = [
      gradient.extrema?.lowerBound, gradient.extrema?.upperBound,
      gradient.singularValues.map(NumberBlob.data),
    ]
    try database.cachedStatement(sql: Self.insertion)
      .execute(arguments: place + StatementArguments(StatisticColumns.values(of: gradient.summary)) + extras)
  }

  private static let insertion = """
    INSERT INTO gradient (result, layer, projection, \(StatisticColumns.names), minimum, maximum, singular_values)
    VALUES (?, ?, ?, \(StatisticColumns.all.map { _ in "?" }.joined(separator: ", ")), ?, ?, ?)
    """

  /// Gives a sample that was stored before the statistics that it lacks.
  private func complete(
    _ key: SampleKey, _ gradients: SampleGradients, run: Int64, in database: Database
  ) throws {
    let sql = """
      SELECT id FROM result WHERE run = ? AND sample_index = ? AND sample = ? AND \(statistics.lacking("result.id"))
      """
    let result = try Int64.fetchOne(
      database.cachedStatement(sql: sql), arguments: [run, key.index, key.hash.hex])
    guard let result else { return }
    for gradient in gradients.gradients {
      let place: StatementArguments = [result, gradient.layer, gradient.projection.rawValue]
      try database.cachedStatement(sql: Self.completion)
        .execute(arguments: StatementArguments(StatisticColumns.values(of: gradient.summary)) + place)
    }
  }

  private static let completion = """
    UPDATE gradient SET \(StatisticColumns.all.map { "\($0.name) = coalesce(\($0.name), ?)" }.joined(separator: ", "))
    WHERE result = ? AND layer = ? AND projection = ?
    """
}
