import GRDB
import Studies
import Support

/// Stores of version 5 and before, which do not say what was cut off texts and know no random choice of samples.
///
/// A text of fewer tokens than it may have was not cut. Of one that has as many it is not known; a run finds it out.
enum CutCounts {
  /// The columns that those stores lack, in the words of their tables.
  static let columns = ["cut_count INTEGER", "positions TEXT", "seed INTEGER"]

  /// Makes views in the place of the tables of a store that is only read, which last as long as the connection.
  static func makeViews(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TEMP VIEW result AS \(results(in: "main"));
        CREATE TEMP VIEW shown AS SELECT *, NULL AS positions, NULL AS seed FROM main.shown;
        """)
  }

  /// SQL that selects what rows of `result` in `schema` are today.
  static func results(in schema: String) -> String {
    """
    SELECT result.*, (SELECT 0 FROM \(schema).run AS run WHERE run.id = result.run AND token_count < max_length)
      AS cut_count FROM \(schema).result AS result
    """
  }

  /// Gives the tables of a store the columns that they lack.
  static func migrate(_ database: Database) throws {
    try database.execute(
      sql: """
        DROP VIEW statistic;
        ALTER TABLE result ADD COLUMN cut_count INTEGER;
        ALTER TABLE shown ADD COLUMN positions TEXT;
        ALTER TABLE shown ADD COLUMN seed INTEGER;
        UPDATE result SET cut_count = 0
          WHERE token_count < (SELECT max_length FROM run WHERE run.id = result.run);
        \(StoreSchema.view)
        """)
  }
}

/// What tells whether cutting a text has made a sample the same as another.
package struct CutSample: Sendable, Equatable {
  /// Tokens of the text that were cut off; nil where that is not known.
  package let cutCount: Int?
  /// Equal for samples that are the same.
  package let identity: ContentHash

  /// Makes a sample.
  package init(cutCount: Int?, identity: ContentHash) {
    self.cutCount = cutCount
    self.identity = identity
  }
}

extension Store {
  /// The samples of `run`, or of a shard of it, by their positions. Those of equal length and, bit for bit, equal loss are the
  /// same.
  package func cutSamples(of run: CurrentRun, shard: Shard = .whole) throws -> [Int: CutSample] {
    let sql = """
      SELECT sample_index, cut_count, token_count, label_count, loss FROM result
      WHERE run = ? AND \(run.isSelected) AND sample_index % ? = ?
      """
    let arguments: StatementArguments = [run.id, run.selected, shard.count, shard.number - 1]
    return try read { database in
      var samples: [Int: CutSample] = [:]
      let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
      while let row = try rows.next() {
        var hasher = ContentHasher()
        for count in [StoreColumn.tokenCount, .labelCount] {
          hasher.update(field: try row.integerIfKnown(count) ?? -1)
        }
        let loss = try row.numberIfKnown(.loss) ?? .nan
        hasher.update(field: Int(truncatingIfNeeded: loss.bitPattern))
        samples[try row.integer(.sampleIndex)] = CutSample(
          cutCount: try row.integerIfKnown(.cutCount), identity: hasher.finish())
      }
      return samples
    }
  }

  /// Keys of the samples of `run` of which it is not known whether their texts were cut.
  package func samplesOfUnknownCut(of run: RunDescription) throws -> Set<String> {
    let sql = """
      SELECT sample FROM result JOIN run ON run.id = run
      WHERE identity = ? AND arithmetic IS NOT NULL AND cut_count IS NULL
      """
    return try read { try String.fetchSet($0, sql: sql, arguments: [run.identity.hex]) }
  }

  /// Notes how many tokens were cut off texts of which that was not known.
  package func setCutCounts(_ counts: [(key: SampleKey, count: Int)], of run: RunDescription) throws {
    let sql = """
      UPDATE result SET cut_count = ? WHERE cut_count IS NULL AND sample_index = ? AND sample = ?
        AND run = (SELECT id FROM run WHERE identity = ?)
      """
    try write { database in
      for (key, count) in counts {
        try database.cachedStatement(sql: sql)
          .execute(arguments: [count, key.index, key.hash.hex, run.identity.hex])
      }
    }
  }
}
