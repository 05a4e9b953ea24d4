import Figures
import Foundation

/// A kind of file for tables.
package enum TableFormat: String, Sendable, CaseIterable {
  /// With `booktabs`.
  case latex
  /// As GitHub reads it.
  case markdown
  /// An element to paste into a page.
  case html
  /// Numbers in full, without rounding or emphasis, under the study's names.
  case csv

  /// The format that the ending of `file` stands for, nil when there is none.
  package init?(of file: URL) {
    let formats: [String: TableFormat] = [
      "tex": .latex, "md": .markdown, "markdown": .markdown, "html": .html, "htm": .html, "csv": .csv,
    ]
    guard let format = formats[file.pathExtension.lowercased()] else { return nil }
    self = format
  }
}

extension PaperTable {
  /// The table as a text that ends with a line feed.
  package func text(_ format: TableFormat, _ style: TableStyle) -> String {
    switch format {
    case .latex: TableText(self, style).latex(style)
    case .markdown: TableText(self, style).markdown
    case .html: TableText(self, style).html
    case .csv: dataTable(showsIntervals: style.showsIntervals).csv
    }
  }

  /// The numbers in full, a column of the study's names for each head.
  private func dataTable(showsIntervals: Bool) -> Table {
    let hasIntervals = columns.indices.map { column in
      showsIntervals && rows.contains { $0.numbers[column]?.interval != nil }
    }
    let words = heads.map { Table.Column.words($0.lowercased(), $0) }
    let numbers = columns.indices.flatMap { index -> [Table.Column] in
      let column = columns[index]
      let ends = hasIntervals[index] ? ["_lower", "_upper"] : []
      return ([""] + ends).map { .numbers(column.name + $0, column.title) }
    }
    var table = Table(words + numbers)
    for row in rows {
      let cells = row.numbers.indices.flatMap { index -> [Table.Cell] in
        let number = row.numbers[index]
        let ends = [number?.interval?.lower, number?.interval?.upper]
        return [.number(number?.value)] + (hasIntervals[index] ? ends.map { .number($0) } : [])
      }
      table.add(row.names.map { .text($0) } + cells)
    }
    return table
  }
}
