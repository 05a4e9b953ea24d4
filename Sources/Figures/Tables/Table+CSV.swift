import Studies
import Support

extension Table {
  /// The table as CSV (RFC 4180 with line feeds): a header of column names, numbers as the shortest decimal that
  /// reads back as the same double, intervals in columns of their own, missing cells empty.
  ///
  /// Words that a spreadsheet would take for a formula get a single quote in front.
  package var csv: String {
    let table = unfolded
    var text = CSV.row(table.columns.map { CSV.text($0.name) }) + "\n"
    for row in table.rows { text += CSV.row(row.map(Self.field)) + "\n" }
    return text
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
