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
  /// What the numbers are, the number of samples, in whole sentences; without the rounding.
  let caption: String
  /// What the row heads are.
  let heads: [String]
  let groups: [Group]
  let rows: [Row]
  let comparison: Comparison

  /// All columns of numbers.
  var columns: [Column] { groups.flatMap(\.columns) }
}

/// How the numbers of a table are written.
public struct TableStyle: Sendable, Equatable {
  /// Which numbers are emphasised.
  public enum Best: String, Sendable, CaseIterable {
    case smallest, largest
  }

  /// Significant digits, 1 to 15.
  public var digits: Int
  /// Whether intervals stand beside the numbers that have one.
  public var showsIntervals: Bool
  /// Which of the numbers that are compared is emphasised; none when nil.
  public var best: Best?

  /// A style; without arguments three digits and nothing else.
  ///
  /// - Throws: `ReportError.option` for a number of digits that is not 1 to 15.
  public init(digits: Int = 3, showsIntervals: Bool = false, best: Best? = nil) throws {
    guard (1...15).contains(digits) else {
      throw ReportError.option(name: "--digits", value: "\(digits)", expected: "1 to 15")
    }
    self.digits = digits
    self.showsIntervals = showsIntervals
    self.best = best
  }
}
