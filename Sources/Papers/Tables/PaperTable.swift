import Analysis

/// A table as papers print it: rows with heads, columns in groups, numbers rounded and the best of them emphasised.
package struct PaperTable: Sendable, Equatable {
  /// Columns under one heading.
  struct Group: Sendable, Equatable {
    /// Empty when the columns stand by themselves.
    let title: String
    let columns: [Column]
  }

  /// A column of numbers.
  struct Column: Sendable, Equatable {
    let title: String
    /// Its name in files.
    let name: String
  }

  /// A number of the table.
  struct Number: Sendable, Equatable {
    let value: Double
    var interval: Interval?
  }

  /// A row: its heads as people read them, then a number or nothing for each column.
  struct Row: Sendable, Equatable {
    let heads: [String]
    /// The heads as the study names them, for files that programs read.
    let names: [String]
    let numbers: [Number?]
  }

  /// Among which numbers the best is looked for.
  enum Comparison: Sendable, Equatable {
    /// Those of one row in one group.
    case groups
    /// Those of one column.
    case columns
  }

  /// Identifies the table by what it shows.
  package let id: String
  /// What the numbers are, the number of samples and what is missing, in whole sentences; without the rounding.
  let caption: String
  /// What the row heads are.
  let heads: [String]
  /// What the titles of the columns are, where they stand as heads of rows.
  let columnHead: String
  /// Columns; where there are several groups, all have the same columns.
  let groups: [Group]
  let rows: [Row]
  let comparison: Comparison
  /// What is compared, wherever it stands: “models of each task”.
  let compared: String
  /// How intervals were made, in a word or two: “Student t”.
  let interval: String

  /// Checks that somewhere there are two numbers to compare, so that one can be the best.
  ///
  /// - Throws: `PaperError.noEffect`.
  package func checkComparison() throws {
    let canCompare = comparedPlaces.contains { places in
      places.count { rows[$0.row].numbers[$0.column]?.value.isFinite ?? false } > 1
    }
    guard !canCompare else { return }
    throw PaperError.noEffect(
      option: "--best", here: "in this table",
      mend: "it compares the \(compared), and nowhere are there two numbers of these. "
        + "Show more of them, or leave it out")
  }

  /// The place of a number.
  struct Place: Hashable {
    let row: Int
    let column: Int
  }

  /// The places of numbers that are compared with one another.
  var comparedPlaces: [[Place]] {
    switch comparison {
    case .columns:
      return columns.indices.map { column in rows.indices.map { Place(row: $0, column: column) } }
    case .groups:
      var start = 0
      let ranges = groups.map { group in
        defer { start += group.columns.count }
        return start..<start + group.columns.count
      }
      return rows.indices.flatMap { row in
        ranges.map { range in range.map { Place(row: row, column: $0) } }
      }
    }
  }

  /// All columns of numbers.
  var columns: [Column] { groups.flatMap(\.columns) }
}
