import Analysis
import JSON
import Support

/// Numbers and words in rows: what stands behind a figure, in a download, on a page or in a paper.
///
/// CSV and JSON are written here, Markdown, HTML and LaTeX by `Papers`, and a site's pages show it by their templates.
package struct Table: Sendable, Equatable {
  /// A column.
  package struct Column: Sendable, Equatable {
    /// Name in files: lower case, words joined by underscores.
    package let name: String
    /// Heading for people.
    package let label: String
    /// Whether its cells are numbers, which pages align to the right.
    package let isNumeric: Bool
    /// The heading that it shares with its neighbours; nil when it stands by itself.
    package let group: String?

    /// A column of words.
    package static func words(_ name: String, _ label: String) -> Column {
      Column(name: name, label: label, isNumeric: false, group: nil)
    }

    /// A column of numbers.
    package static func numbers(_ name: String, _ label: String, under group: String? = nil) -> Column {
      Column(name: name, label: label, isNumeric: true, group: group)
    }
  }

  /// A value.
  package enum Cell: Sendable, Equatable {
    /// Words.
    case text(String)
    /// The name of a model or a task in a study, which files have, and the label that people read.
    case name(String, label: String)
    /// A measured number; one that is not finite counts as missing.
    case number(Double)
    /// A measured number with its interval.
    case estimate(Double, Interval)
    /// A whole number that is exact.
    case count(Int)
    /// Nothing: not computed, or undefined.
    case missing

    /// A number that may be missing.
    package static func number(_ value: Double?) -> Cell { value.map(Cell.number) ?? .missing }

    /// A number that may be missing, with its interval where there is one.
    package static func estimate(_ value: Double?, _ interval: Interval?) -> Cell {
      guard let value, let interval else { return number(value) }
      return .estimate(value, interval)
    }

    /// The measured number, whether finite or not.
    package var value: Double? {
      switch self {
      case .number(let value), .estimate(let value, _): value
      case .text, .name, .count, .missing: nil
      }
    }

    /// The interval of the number.
    package var interval: Interval? {
      if case .estimate(_, let interval) = self { interval } else { nil }
    }
  }

  /// The position of a cell, counted from 0.
  package struct CellPosition: Sendable, Hashable {
    package let row: Int
    package let column: Int

    package init(row: Int, column: Int) { (self.row, self.column) = (row, column) }
  }

  /// The columns.
  package let columns: [Column]
  /// The rows, each with one cell per column.
  package private(set) var rows: [[Cell]] = []
  /// The cells that stand out where people read them, such as the best of those that are compared.
  package var emphasised: Set<CellPosition> = []

  /// An empty table.
  package init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row, which must have one cell per column.
  package mutating func add(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row needs a cell for every column")
    rows.append(row)
  }

  /// Whether any measured number is in it.
  var hasNumbers: Bool {
    rows.contains { row in row.contains { $0.value?.isFinite ?? false } }
  }

  /// The columns of words before the first of numbers, which name the rows.
  package var heads: Range<Int> { 0..<(columns.firstIndex(where: \.isNumeric) ?? columns.count) }

  /// The columns after the heads: neighbours under one heading, or all that have none.
  package var groups: [(title: String?, columns: Range<Int>)] {
    var groups: [(title: String?, columns: Range<Int>)] = []
    for column in heads.upperBound..<columns.count {
      if let last = groups.last, last.title == columns[column].group {
        groups[groups.count - 1].columns = last.columns.lowerBound..<column + 1
      } else {
        groups.append((columns[column].group, column..<column + 1))
      }
    }
    return groups
  }

  /// The table without intervals.
  package var withoutIntervals: Table {
    var table = self
    table.rows = rows.map { $0.map { $0.interval == nil ? $0 : .number($0.value) } }
    return table
  }

  /// The table with numbers, and the ends of their intervals, of so many significant digits.
  package func rounded(to digits: Int) -> Table {
    func rounded(_ number: Double) -> Double { NumberText.rounded(number, to: digits) }
    var table = self
    table.rows = rows.map { row in
      row.map { cell in
        switch cell {
        case .number(let number): .number(rounded(number))
        case .estimate(let number, let ends):
          .estimate(rounded(number), Interval(rounded(ends.lower), rounded(ends.upper)))
        case .text, .name, .count, .missing: cell
        }
      }
    }
    return table
  }

  /// The table as files have it: the ends of intervals in columns of their own, `_lower` and `_upper`.
  var unfolded: Table {
    let hasIntervals = columns.indices.map { column in rows.contains { $0[column].interval != nil } }
    guard hasIntervals.contains(true) else { return self }
    var table = Table(
      zip(columns, hasIntervals).flatMap { column, hasInterval in
        hasInterval
          ? ["", "_lower", "_upper"].map { .numbers(column.name + $0, column.label) } : [column]
      })
    for row in rows {
      table.add(
        zip(row, hasIntervals).flatMap { cell, hasInterval -> [Cell] in
          hasInterval
            ? [cell.value, cell.interval?.lower, cell.interval?.upper].map { .number($0) } : [cell]
        })
    }
    return table
  }
}

/// The table as CSV.
extension Table {
  /// The table as CSV (RFC 4180 with line feeds): a header of column names, numbers as the shortest decimal that
  /// reads back as the same double, intervals in columns of their own, missing cells empty.
  ///
  /// Words that a spreadsheet would take for a formula get a single quote in front.
  package var csv: String { String(decoding: csvBytes, as: UTF8.self) }

  /// The bytes of ``csv``.
  package var csvBytes: [UInt8] { csvHeader + csvRows }

  /// The first line of the table as CSV.
  package var csvHeader: [UInt8] {
    Array((CSV.row(unfolded.columns.map { CSV.text($0.name) }) + "\n").utf8)
  }

  /// The lines of the table as CSV, without the first.
  package var csvRows: [UInt8] {
    let rows = unfolded.rows
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows.count * 16 * columns.count)
    for row in rows {
      for (place, cell) in row.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes += Self.field(cell).utf8
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  private static func field(_ cell: Cell) -> String {
    switch cell {
    case .text(let text), .name(let text, _): CSV.text(text)
    case .count(let count): CSV.count(count)
    case .number(let number) where number.isFinite, .estimate(let number, _) where number.isFinite:
      CSV.number(number)
    case .number, .estimate, .missing: ""
    }
  }
}

/// The table as JSON.
extension Table {
  /// The names of the columns as a JSON list.
  package var jsonColumns: [UInt8] {
    var json = JSONWriter()
    json.array { json in for column in unfolded.columns { json.value(column.name) } }
    return json.bytes
  }

  /// The rows as JSON lists with commas between them, which take half of what objects do: with ``jsonColumns`` what pandas calls
  /// the orientation `split`.
  package var jsonRows: [UInt8] {
    var json = JSONWriter()
    json.array { json in
      for row in unfolded.rows {
        json.array { json in for cell in row { Self.write(cell, to: &json) } }
      }
    }
    return Array(json.bytes.dropFirst().dropLast())
  }

  /// Writes the table as an array of objects, one per row, with the column names as keys; missing cells are `null`.
  func write(to json: inout JSONWriter) {
    let table = unfolded
    json.array { json in
      for row in table.rows {
        json.object { json in
          for (column, cell) in zip(table.columns, row) {
            json.key(column.name)
            Self.write(cell, to: &json)
          }
        }
      }
    }
  }

  private static func write(_ cell: Cell, to json: inout JSONWriter) {
    switch cell {
    case .text(let text), .name(let text, _): json.value(text)
    case .number(let number), .estimate(let number, _): json.value(number)
    case .count(let count): json.value(count)
    case .missing: json.null()
    }
  }
}
