/// Numbers and words in rows: what stands behind a figure, in a download or on a page.
package struct Table: Sendable, Equatable {
  /// A column.
  package struct Column: Sendable, Equatable {
    /// Its name in files: lower case, words joined by underscores.
    package let name: String
    /// Its heading on pages.
    package let label: String
    /// Whether its cells are numbers, which pages align to the right.
    package let isNumeric: Bool

    /// A column of words.
    package static func words(_ name: String, _ label: String) -> Column {
      Column(name: name, label: label, isNumeric: false)
    }

    /// A column of numbers.
    package static func numbers(_ name: String, _ label: String) -> Column {
      Column(name: name, label: label, isNumeric: true)
    }
  }

  /// A value.
  package enum Cell: Sendable, Equatable {
    /// Words.
    case text(String)
    /// A measured number; one that is not finite counts as missing.
    case number(Double)
    /// A whole number that is exact.
    case count(Int)
    /// Nothing: not computed, or undefined.
    case missing

    /// A number that may be missing.
    package static func number(_ value: Double?) -> Cell { value.map(Cell.number) ?? .missing }
  }

  /// The columns.
  package let columns: [Column]
  /// The rows, each with one cell per column.
  package private(set) var rows: [[Cell]] = []

  /// An empty table.
  package init(_ columns: [Column]) { self.columns = columns }

  /// Whether any measured number is in it.
  var hasNumbers: Bool {
    rows.contains { row in
      row.contains { cell in if case .number(let number) = cell { number.isFinite } else { false } }
    }
  }

  /// Adds a row, which must have one cell per column.
  package mutating func add(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row needs a cell for every column")
    rows.append(row)
  }
}
