import Foundation
import GRDB
import Gradients
import Studies
import Support

extension Store {
  /// Saves into this store, which is new, what is whole of `source`, a file of so many `bytes`.
  func rescue(_ source: RescueSource, bytes: Int) throws -> RescueSummary {
    // A transaction that has met a damaged page cannot be ended.
    try source.queue.writeWithoutTransaction { original in
      try write { database in
        if source.isCompact { try StoreSchema.markCompact(database) }
        var summary = RescueSummary()
        let runs = try rescueRuns(source, original, into: database, &summary)
        try rescueShown(source, original, runs, into: database)
        for id in try source.sampleNumbers(original, bytes: bytes) {
          try rescueSample(id, original, runs, into: database, &summary)
        }
        return summary
      }
    }
  }

  /// A run that was saved.
  private struct SavedRun {
    let id: Int64
    let layout: GradientLayout
  }

  /// Saves the runs that are whole: of those, the identity is the hash of all else that is said of them.
  private func rescueRuns(
    _ source: RescueSource, _ original: Database, into database: Database, _ summary: inout RescueSummary
  ) throws -> [Int64: SavedRun] {
    var runs: [Int64: SavedRun] = [:]
    let sql = """
      SELECT run.*, model.* FROM run JOIN model ON model.fingerprint = run.model
      WHERE run.id = ?
      """
    for id in try source.numbers(of: "run", "id", original) {
      do {
        guard let row = try Row.fetchOne(original, sql: sql, arguments: [id]) else {
          throw StoreProblem.corrupt
        }
        let condition = Condition(
          task: try row.text(.runTask), style: try row.meaning(.runStyle, ResponseStyle.init(rawValue:)),
          relevance: try row.meaning(.runRelevance, Relevance.init(rawValue:)))
        let run = try Self.description(row, condition: condition)
        guard try row.text(.identity) == run.identity.hex else { throw StoreProblem.corrupt }
        let facts = try Self.facts(row)
        try insert(facts, into: database)
        let layout = GradientLayout(layerCount: facts.layerCount, projections: run.configuration.projections)
        runs[id] = SavedRun(id: try insert(run, into: database), layout: layout)
        summary.runs += 1
      } catch let error where Self.isDamage(error) {
        summary.lostRuns += 1
      }
    }
    return runs
  }

  /// Saves which runs stand for the models and conditions, and the notes on these models, where they are whole.
  private func rescueShown(
    _ source: RescueSource, _ original: Database, _ runs: [Int64: SavedRun], into database: Database
  ) throws {
    for row in try source.rows("SELECT * FROM shown", original) {
      do {
        guard let run = runs[Int64(try row.integer(.shownRun))] else { continue }
        let selection = try SelectionText.selection(row)
        let condition = Condition(
          task: try row.text(.shownTask), style: try row.meaning(.shownStyle, ResponseStyle.init(rawValue:)),
          relevance: try row.meaning(.shownRelevance, Relevance.init(rawValue:)))
        try show(run.id, model: try row.text(.shownModel), condition: condition, selection, in: database)
      } catch let error where Self.isDamage(error) {
        continue
      }
    }
    for row in try source.rows("SELECT model, position, text FROM note", original) {
      guard let model = try? row.text(.noteModel), let position = try? row.integer(.notePosition),
        let text = try? row.text(.note)
      else { continue }
      try database.execute(
        sql: "INSERT OR IGNORE INTO note VALUES (?, ?, ?)", arguments: [model, position, text])
    }
  }

  /// Saves the sample with the number `id`, if there is one.
  private func rescueSample(
    _ id: Int64, _ original: Database, _ runs: [Int64: SavedRun], into database: Database,
    _ summary: inout RescueSummary
  ) throws {
    do {
      let sql = "SELECT * FROM result WHERE id = ?"
      guard let row = try Row.fetchOne(original.cachedStatement(sql: sql), arguments: [id]) else { return }
      guard let run = runs[Int64(try row.integer(.resultRun))] else { throw StoreProblem.corrupt }
      var isSaved = false
      try database.inSavepoint {
        isSaved = try save(row, of: run, original, into: database)
        return .commit
      }
      if isSaved { summary.samples += 1 } else { summary.repeated += 1 }
    } catch let error where Self.isDamage(error) {
      summary.lostSamples += 1
    }
  }

  /// Saves a sample with everything that belongs to it.
  ///
  /// - Returns: false when there is one of the run at its position already.
  private func save(
    _ row: Row, of run: SavedRun, _ original: Database, into database: Database
  ) throws -> Bool {
    let index = try row.integer(.sampleIndex)
    let present = try Int.fetchOne(
      database.cachedStatement(sql: "SELECT 1 FROM main.result WHERE run = ? AND sample_index = ?"),
      arguments: [run.id, index])
    guard present == nil else { return false }
    let skipped = try row.textIfKnown(.skipped)
    let parts =
      try skipped == nil ? RescuedParts(of: Int64(row.integer(.resultID)), run.layout, original) : nil
    try database.cachedStatement(sql: "INSERT INTO main.result VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)")
      .execute(arguments: [
        run.id, try row.text(.sample), index, try row.integerIfKnown(.tokenCount),
        try row.integerIfKnown(.labelCount), try row.numberIfKnown(.loss), skipped,
        try row.integerIfKnown(.cutCount),
      ])
    try parts?.insert(result: database.lastInsertedRowID, into: database)
    return true
  }

  /// Whether an error is of what the source holds, so that it costs one sample and not the others. What breaks a rule of a new
  /// store, such as two rows of one gradient, is.
  private static func isDamage(_ error: any Error) -> Bool {
    switch error {
    case is StoreMismatch: true
    case StoreProblem.corrupt: true
    case let error as DatabaseError:
      [ResultCode.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_TOOBIG, .SQLITE_CONSTRAINT].contains(
        error.resultCode)
    default: false
    }
  }
}

/// What belongs to a computed sample, read whole before any of it is stored.
private struct RescuedParts {
  let statistics: Data
  let extrema: Data?
  let spectra: [Row]
  let cosines: [Row]
  let shares: Row?

  init(of id: Int64, _ layout: GradientLayout, _ database: Database) throws {
    func rows(_ sql: String) throws -> [Row] {
      try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [id])
    }
    let gradients = try rows("SELECT statistics, extrema FROM gradient WHERE result = ?")
    guard let gradient = gradients.first else { throw StoreProblem.corrupt }
    statistics = try gradient.bytes(.statistics)
    extrema = try gradient.bytesIfThere(.extremaRecord)
    guard GradientRecord.summaries(in: statistics, layout) != nil,
      extrema.map({ GradientRecord.extrema(in: $0, layout) != nil }) ?? true
    else { throw GradientRecord.mismatch(.statistics, statistics, layout) }
    spectra = try rows("SELECT layer, projection, singular_values FROM spectrum WHERE result = ?")
    cosines = try rows("SELECT first, second, cosines FROM cosine WHERE result = ?")
    shares = try rows("SELECT start, tokens, shares FROM token_share WHERE result = ?").first
    for row in spectra { _ = try Store.spectrum(row, layout) }
    for row in cosines { _ = try Store.table(row, layerCount: layout.layerCount) }
    if let shares { _ = try Store.shares(shares, layout) }
  }

  func insert(result: Int64, into database: Database) throws {
    func insert(_ row: Row, into table: String) throws {
      let marks = Array(repeating: "?", count: row.count + 1).joined(separator: ", ")
      try database.cachedStatement(sql: "INSERT INTO main.\(table) VALUES (\(marks))")
        .execute(arguments: StatementArguments([result.databaseValue] + row.databaseValues))
    }
    try database.cachedStatement(sql: "INSERT INTO main.gradient VALUES (?, ?, ?)")
      .execute(arguments: [result, statistics, extrema])
    for row in spectra { try insert(row, into: "spectrum") }
    for row in cosines { try insert(row, into: "cosine") }
    if let shares { try insert(shares, into: "token_share") }
  }
}
