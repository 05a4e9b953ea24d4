import GRDB
import Gradients
import Studies
import Support

/// What every row of a table holds, in SQL: its columns, and how they belong to rows of other tables.
struct StoreRules {
  let table: String
  /// What is joined to a row of the table, which is called `part`, for ``relation``.
  private let joins: String
  /// SQL that is 1 where the row belongs to its run.
  private let relation: String
  /// The same in words.
  private let meaning: String

  private static let toRun = "LEFT JOIN run ON run.id = result.run LEFT JOIN model ON fingerprint = run.model"
  private static let toResult = "LEFT JOIN result ON result.id = part.result \(toRun)"

  private static let projectionCount =
    "(length(run.projections) - length(replace(run.projections, ' ', '')) + 1)"
  /// Gradients of a sample.
  private static let gradients = "layer_count * \(projectionCount)"

  private static func isProjection(_ value: String) -> String {
    "instr(' ' || run.projections || ' ', ' ' || \(value) || ' ') > 0"
  }

  /// Every name stands between two spaces of its own, and nothing is left when the known ones are taken away.
  private static func areProjections(_ value: String) -> String {
    let words = "' ' || replace(\(value), ' ', '  ') || ' '"
    return Projection.allCases.reduce(words) { "replace(\($0), ' \($1.rawValue) ', '')" } + " IN ('', '  ')"
  }

  /// The rules of all tables.
  static let all = [
    StoreRules(table: "model", joins: "", relation: "1", meaning: ""),
    StoreRules(
      table: "run", joins: "LEFT JOIN model ON fingerprint = part.model",
      relation: """
        fingerprint IS NOT NULL AND \(areProjections("part.projections")) AND (part.arithmetic IS NULL
        OR part.tokenizer || part.prompt || part.prompting || part.max_length IS NOT NULL)
        """,
      meaning: "a run of a model that is there, with what it was computed by, and names of projections"),
    StoreRules(
      table: "shown", joins: "LEFT JOIN run ON run.id = part.run",
      relation: """
        run.id IS NOT NULL AND (part.positions IS NULL OR CASE WHEN json_valid(part.positions) THEN
        json_array_length(part.positions) = part.sample_count END)
        """,
      meaning: "a run that is there, and as many positions as samples"),
    StoreRules(
      table: "result", joins: "LEFT JOIN run ON run.id = part.run", relation: "run.id IS NOT NULL",
      meaning: "a sample of a run that is there"),
    StoreRules(
      table: "gradient", joins: toResult,
      relation: """
        length(part.statistics) % (\(GradientRecord.width) * \(gradients)) = 0
        AND length(part.statistics) <= \(Statistic.columns.count * GradientRecord.width) * \(gradients)
        AND (part.extrema IS NULL OR length(part.extrema) = \(2 * GradientRecord.width) * \(gradients))
        """,
      meaning: "records of as many gradients as the run of a sample has"),
    StoreRules(
      table: "spectrum", joins: toResult,
      relation: """
        part.layer < layer_count AND \(isProjection("part.projection")) AND length(part.singular_values) % 8 = 0
        """,
      meaning: "singular values of a gradient that the run of a sample has"),
    StoreRules(
      table: "cosine", joins: toResult,
      relation: """
        \(isProjection("part.first")) AND \(isProjection("part.second")) AND length(part.cosines)
        = 8 * CASE WHEN part.first = part.second THEN layer_count * (layer_count - 1) / 2 ELSE layer_count END
        """,
      meaning: "cosines of gradients that the run of a sample has"),
    StoreRules(
      table: "token_share", joins: toResult,
      relation: """
        CASE WHEN json_valid(part.tokens) THEN
        length(part.shares) = 4 * max(json_array_length(part.tokens) - 1, 0) * \(gradients) END
        """,
      meaning: "shares of all tokens in all gradients of a sample"),
    StoreRules(table: "note", joins: "", relation: "1", meaning: ""),
  ]

  /// What is wrong in the order of samples: a run that has a position twice.
  static func repetition(_ database: Database) throws -> StoreMismatch? {
    let sql = """
      SELECT count(*) FROM (SELECT 1 FROM result GROUP BY run, sample_index HAVING count(*) > 1)
      """
    let count = try Int.fetchOne(database, sql: sql) ?? 0
    return count == 0
      ? nil
      : StoreMismatch(
        place: "result.sample_index", expected: "every sample of a run once",
        found: "\(NumberText.count(count, "position")) more often")
  }

  /// What rows of the table hold in place of what they may, by columns.
  func mismatches(_ database: Database) throws -> [StoreMismatch] {
    let columns = StoreColumn.all.filter { $0.table == table }
    let conditions = columns.map { $0.condition("part") } + [relation]
    let counts = conditions.map { "total(NOT coalesce(\($0), 0))" }.joined(separator: ", ")
    let sql = "SELECT count(*), \(counts) FROM \(table) AS part \(joins)"
    guard let row = try Row.fetchOne(database, sql: sql) else { return [] }
    let total = try row.decode(Int.self, atIndex: 0)
    var mismatches: [StoreMismatch] = []
    for (place, column) in columns.enumerated() {
      let count = try row.decode(Int.self, atIndex: place + 1)
      if count > 0 { mismatches.append(column.mismatch(Self.found(count, of: total))) }
    }
    let strays = try row.decode(Int.self, atIndex: columns.count + 1)
    // A row whose columns are wrong is wrong in what they mean, too.
    guard mismatches.isEmpty, strays > 0 else { return mismatches }
    return [StoreMismatch(place: table, expected: meaning, found: Self.found(strays, of: total))]
  }

  private static func found(_ count: Int, of total: Int) -> String {
    "something else in \(NumberText.count(count)) of \(NumberText.count(total, "row"))"
  }
}
