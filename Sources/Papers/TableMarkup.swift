import Figures
import Support

/// A table in the markup of pages, its numbers rounded.
struct TableMarkup {
  let table: Table
  let caption: String
  /// Significant digits.
  let digits: Int

  private var hasGroups: Bool { table.groups.contains { $0.title != nil } }
  private var heads: [String] { table.columns[table.heads].map(\.label) }
  private var numbers: [Table.Column] { Array(table.columns[table.heads.upperBound...]) }

  /// A table as GitHub reads it, the caption under it; groups stand before the titles of their columns.
  var markdown: String {
    let titles = numbers.map { column in column.group.map { "\($0), \(column.label)" } ?? column.label }
    let head = (heads + titles).map(Markdown.escaped)
    let rule = heads.map { _ in "---" } + numbers.map { _ in "---:" }
    let rows = table.rows.indices.map { row in
      table.words(ofRow: row, digits: digits).map { words in
        let text = Markdown.escaped(words.text)
        let cell = words.isBest ? "**\(text)**" : text
        return words.aside.map { "\(cell) \(Markdown.escaped($0))" } ?? cell
      }
    }
    let lines = ([head, rule] + rows).map { "| \($0.joined(separator: " | ")) |" }
    return lines.joined(separator: "\n") + "\n\n" + Markdown.escaped(caption) + "\n"
  }

  /// A table element that a screen reader can read: heads of rows, columns and groups are marked as such.
  var html: String {
    var lines = ["<table>", "  <caption>\(Self.markup(caption))</caption>", "  <thead>"]
    if hasGroups {
      let cells = heads.map { "<th scope=\"col\" rowspan=\"2\">\(Self.markup($0))</th>" }
      let groups = table.groups.map {
        "<th scope=\"colgroup\" colspan=\"\($0.columns.count)\">\(Self.markup($0.title ?? ""))</th>"
      }
      lines.append("    <tr>\((cells + groups).joined())</tr>")
    }
    let titles = (hasGroups ? [] : heads) + numbers.map(\.label)
    lines.append("    <tr>\(titles.map { "<th scope=\"col\">\(Self.markup($0))</th>" }.joined())</tr>")
    lines += ["  </thead>", "  <tbody>"] + table.rows.indices.map { "    <tr>\(row($0))</tr>" }
    return (lines + ["  </tbody>", "</table>"]).joined(separator: "\n") + "\n"
  }

  private func row(_ row: Int) -> String {
    let words = table.words(ofRow: row, digits: digits)
    let cells = words.enumerated().map { column, words in
      let text = Self.markup(words.text)
      if table.heads.contains(column) { return "<th scope=\"row\">\(text)</th>" }
      let number = words.isBest ? "<strong>\(text)</strong>" : text
      return "<td>\(number)\(words.aside.map { " <small>\(Self.markup($0))</small>" } ?? "")</td>"
    }
    return cells.joined()
  }

  private static func markup(_ text: String) -> String { HTML(escaping: text).markup }
}

extension Table {
  /// A cell as people read it.
  struct CellWords {
    let text: String
    /// An interval in brackets.
    let aside: String?
    let isBest: Bool
  }

  /// The cells of a row with numbers of so many significant digits; a dash stands where there is none.
  func words(ofRow row: Int, digits: Int) -> [CellWords] {
    rows[row].enumerated().map { column, cell in
      let interval = (cell.value?.isFinite ?? false ? cell.interval : nil).map {
        let ends = [$0.lower, $0.upper].map { NumberText.significant($0, digits: digits) }
        return "[\(ends.joined(separator: ", "))]"
      }
      return CellWords(
        text: cell.text(digits: digits), aside: interval,
        isBest: emphasised.contains(CellPosition(row: row, column: column)))
    }
  }
}

extension Table.Cell {
  fileprivate func text(digits: Int) -> String {
    switch self {
    case .text(let text), .name(_, let text): text
    case .count(let count): NumberText.whole(count)
    case .number(let value) where value.isFinite, .estimate(let value, _) where value.isFinite:
      NumberText.significant(value, digits: digits)
    case .number, .estimate, .missing: "–"
    }
  }
}
