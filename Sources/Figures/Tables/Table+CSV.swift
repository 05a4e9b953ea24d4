import Studies
import Support

extension Table {
  /// The table as CSV (RFC 4180 with line feeds): a header of column names, numbers as the shortest decimal that
  /// reads back as the same double, intervals in columns of their own, missing cells empty.
  ///
  /// Words that a spreadsheet would take for a formula, beginning with `=`, `+`, `-`, `@`, a tab or a carriage
  /// return, get a single quote in front.
  package var csv: String {
    let table = unfolded
    var text = table.columns.map { Self.quoted($0.name) }.joined(separator: ",") + "\n"
    for row in table.rows { text += row.map(Self.field).joined(separator: ",") + "\n" }
    return text
  }

  private static func field(_ cell: Cell) -> String {
    switch cell {
    case .text(let text), .name(let text, _): quoted(text)
    case .count(let count): String(count)
    case .number(let number) where number.isFinite, .estimate(let number, _) where number.isFinite:
      number.description
    case .number, .estimate, .missing: ""
    }
  }

  private static func quoted(_ text: String) -> String {
    let isFormula = text.utf8.first.map("=+-@\t\r".utf8.contains) ?? false
    let safe = isFormula ? "'" + text : text
    return safe.utf8.contains(where: ",\"\n\r".utf8.contains) ? CSVField.text(safe) : safe
  }
}
