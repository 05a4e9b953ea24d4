import Analysis

/// A table as papers print it: rows with heads, columns in groups, numbers rounded and the best of them emphasised.
public struct PaperTable: Sendable, Equatable {
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

  /// A row: its heads, then a number or nothing for each column.
  struct Row: Sendable, Equatable {
    let heads: [String]
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
  public let id: String
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

  /// All columns of numbers.
  var columns: [Column] { groups.flatMap(\.columns) }
}
