import Foundation
import GRDB
import Gradients
import Studies

/// The gradients of stores of version 4 and before: a row each, with a column for every statistic that there was then.
///
/// A store that is read stays as it is: views with the names of today's tables stand before its own. One that is written
/// gets today's tables, with the same numbers.
enum GradientRows {
  /// The words of the table, before and behind the columns of the statistics that there were.
  static let table = [
    """
    CREATE TABLE gradient (
      result INTEGER NOT NULL REFERENCES result(id),
      layer INTEGER NOT NULL,
      projection TEXT NOT NULL,
    """,
    """
      singular_values BLOB,
      PRIMARY KEY (result, layer, projection)
    ) STRICT, WITHOUT ROWID
    """,
  ]

  /// Makes views `\(prefix)gradient` and `\(prefix)spectrum` of the rows in `schema`, which last as long as the connection.
  static func makeViews(_ database: Database, of schema: String, prefix: String = "") throws {
    let records = records(
      try statistics(database, in: schema), in: "\(schema).", of: "gradient", unknown: "x''")
    try database.execute(
      sql: """
        CREATE TEMP VIEW \(prefix)gradient AS \(records) WHERE skipped IS NULL;
        CREATE TEMP VIEW \(prefix)spectrum AS \(spectra(of: "\(schema).gradient"));
        """)
  }

  /// Replaces the rows of the store by records.
  static func migrate(_ database: Database) throws {
    let records = records(try statistics(database, in: "main"), in: "", of: "gradient_row")
    try database.execute(
      sql: """
        DROP VIEW statistic;
        ALTER TABLE gradient RENAME TO gradient_row;
        \(StoreSchema.gradientTables)
        INSERT INTO gradient SELECT * FROM (\(records)) WHERE statistics IS NOT NULL ORDER BY result;
        INSERT INTO spectrum \(spectra(of: "gradient_row"));
        DROP TABLE gradient_row;
        \(StoreSchema.view)
        """)
  }

  /// The statistics of a row for a SELECT, with NULL in the place of those that the file lacks.
  private static func statistics(_ database: Database, in schema: String) throws -> String {
    let present = try String.fetchSet(
      database, sql: "SELECT name FROM pragma_table_info('gradient', ?)", arguments: [schema])
    return Statistic.columns.map { present.contains($0.name) ? $0.name : "NULL" }.joined(separator: ", ")
  }

  /// SQL that selects what a row of `gradient` is today, and what is `unknown` for the statistics of a sample without gradients.
  ///
  /// It goes over `result` alone: SQLite looks up a view of one table for each row that it joins, but makes all of a view
  /// of several for every query.
  private static func records(
    _ statistics: String, in schema: String, of table: String, unknown: String = "NULL"
  ) -> String {
    func packed(_ function: String, _ columns: String) -> String {
      """
      (SELECT \(function)(layer_count, projections, layer, projection, \(columns)) FROM \(schema)\(table) AS part
        JOIN \(schema)run AS run ON run.id = result.run JOIN \(schema)model AS model ON fingerprint = run.model
        WHERE part.result = result.id)
      """
    }
    return """
      SELECT result.id AS result, coalesce(\(packed(StatisticPacking.name, statistics)), \(unknown)) AS statistics,
        \(packed(ExtremaPacking.name, "minimum, maximum")) AS extrema
      FROM \(schema)result AS result
      """
  }

  private static func spectra(of table: String) -> String {
    "SELECT result, layer, projection, singular_values FROM \(table) WHERE singular_values IS NOT NULL"
  }

  /// Adds the functions that pack rows.
  static func addFunctions(to database: Database) {
    database.add(
      function: DatabaseFunction(StatisticPacking.name, pure: true, aggregate: StatisticPacking.self))
    database.add(function: DatabaseFunction(ExtremaPacking.name, pure: true, aggregate: ExtremaPacking.self))
  }
}

/// Rows of gradients of one sample, as SQLite hands them over: the number of layers and the projections of the run, layer
/// and projection of the row, then its numbers.
private struct PackedRows {
  private(set) var layout: GradientLayout?
  private(set) var gradients: [ProjectionGradient] = []

  mutating func add(
    _ row: [DatabaseValue], _ gradient: (Int, Projection, ArraySlice<DatabaseValue>) -> ProjectionGradient
  ) {
    guard let layers = Int.fromDatabaseValue(row[0]), StoreLimits.layers.contains(layers),
      let projections = String.fromDatabaseValue(row[1]).flatMap(GradientLayout.projections),
      let layer = Int.fromDatabaseValue(row[2]),
      let projection = String.fromDatabaseValue(row[3]).flatMap(Projection.init)
    else { return }
    if layout == nil { layout = GradientLayout(layerCount: layers, projections: projections) }
    gradients.append(gradient(layer, projection, row[4...]))
  }
}

/// Packs the statistics of rows into a record.
private struct StatisticPacking: DatabaseAggregate {
  static let name = "packed_statistics"
  private var rows = PackedRows()

  init() {}

  mutating func step(_ values: [DatabaseValue]) {
    rows.add(values) { layer, projection, numbers in
      var summary = SpectrumSummary.unknown
      for (column, value) in zip(Statistic.columns, numbers) {
        if let number = Double.fromDatabaseValue(value) { column.set(number, in: &summary) }
      }
      return ProjectionGradient(layer: layer, projection: projection, summary: summary)
    }
  }

  func finalize() -> (any DatabaseValueConvertible)? {
    rows.layout.map { GradientRecord.statistics(of: rows.gradients, $0) }
  }
}

/// Packs the extrema of rows into a record.
private struct ExtremaPacking: DatabaseAggregate {
  static let name = "packed_extrema"
  private var rows = PackedRows()

  init() {}

  mutating func step(_ values: [DatabaseValue]) {
    rows.add(values) { layer, projection, numbers in
      let bounds = numbers.map { Double.fromDatabaseValue($0) ?? .nan }
      let isRange = bounds.count == 2 && bounds[0] <= bounds[1]
      return ProjectionGradient(
        layer: layer, projection: projection, summary: .unknown,
        extrema: isRange ? bounds[0]...bounds[1] : nil)
    }
  }

  func finalize() -> (any DatabaseValueConvertible)? {
    rows.layout.flatMap { GradientRecord.extrema(of: rows.gradients, $0) }
  }
}
