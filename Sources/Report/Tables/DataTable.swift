/// Numbers and words in rows: what stands behind a figure, in a download or on a page.
public struct DataTable: Sendable, Equatable {
  /// A column.
  public struct Column: Sendable, Equatable {
    /// Its name in files: lower case, words joined by underscores.
    public let name: String
    /// Its heading on pages.
    public let label: String
    /// Whether its cells are numbers, which pages align to the right.
    public let isNumeric: Bool

    /// A column of words.
    public static func words(_ name: String, _ label: String) -> Column {
      Column(name: name, label: label, isNumeric: false)
    }

    /// A column of numbers.
    public static func numbers(_ name: String, _ label: String) -> Column {
      Column(name: name, label: label, isNumeric: true)
    }
  }

  /// A value.
  public enum Cell: Sendable, Equatable {
    /// Words.
    case text(String)
    /// A measured number; one that is not finite counts as missing.
    case number(Double)
    /// A whole number that is exact.
    case count(Int)
    /// Nothing: not computed, or undefined.
    case missing

    /// A number that may be missing.
    public static func number(_ value: Double?) -> Cell { value.map(Cell.number) ?? .missing }
  }

  /// The columns.
  public let columns: [Column]
  /// The rows, each with one cell per column.
  public private(set) var rows: [[Cell]] = []

  /// An empty table.
  public init(_ columns: [Column]) { self.columns = columns }

  /// Whether any measured number is in it.
  var hasNumbers: Bool {
    rows.contains { row in
      row.contains { cell in if case .number(let number) = cell { number.isFinite } else { false } }
    }
  }

  /// Adds a row, which must have one cell per column.
  public mutating func add(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row needs a cell for every column")
    rows.append(row)
  }
}
