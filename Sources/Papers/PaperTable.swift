import Figures
import Support

/// A table as papers print it: numbers of a study with a caption, in whatever kind of file a paper needs.
package struct PaperTable: Sendable, Equatable {
  /// Identifies the table by what it shows.
  package let id: String
  /// Meaning of the numbers, the number of samples and what is missing, in whole sentences; without the
  /// rounding.
  let caption: String
  /// Names that head the rows, then numbers.
  let table: Table
  /// Name for the titles under the headings of groups, for rows that they name in LaTeX.
  var innerHead = ""
  /// Things that are compared, wherever they stand: “models of each task”.
  package let compared: String
  /// Method of the intervals.
  let interval: IntervalMethod
  /// Choices still open, to make the table smaller.
  var open: [FigureChoice] = []

  /// The table as a text that ends with a line feed.
  package func text(_ format: TableFormat, _ style: TableStyle) -> String {
    switch format {
    case .latex: latex(style).text
    case .markdown: markup(style).markdown
    case .html: markup(style).html
    case .csv: (style.showsIntervals ? table : table.withoutIntervals).csv
    }
  }

  /// Warns of a table in LaTeX that its page cannot hold, with what would help; nil when it can.
  package func warning(_ style: TableStyle) -> String? {
    let latex = latex(style)
    return PageWarning.ofTable(
      width: latex.width, height: latex.height, style, place: latex.place, open: open)
  }

  private func latex(_ style: TableStyle) -> LaTeXTable {
    LaTeXTable(shown(style), id: id, caption: caption(style), innerHead: innerHead, style)
  }

  private func markup(_ style: TableStyle) -> TableMarkup {
    TableMarkup(table: shown(style), caption: caption(style), digits: style.digits)
  }

  /// The table with the intervals and the emphasis that are asked for.
  private func shown(_ style: TableStyle) -> Table {
    var shown = style.showsIntervals ? table : table.withoutIntervals
    shown.emphasised = best(style)
    return shown
  }

  /// The caption with the rounding and what emphasis means.
  private func caption(_ style: TableStyle) -> String {
    return [
      caption, "Rounded to \(style.digits) significant digit\(style.digits == 1 ? "" : "s").",
      best(style).isEmpty ? nil : style.best.map { "Bold: the \($0.rawValue) among the \(compared)." },
      style.showsIntervals ? intervalNote : nil,
    ].compactMap(\.self).joined(separator: " ")
  }

  /// What stands in brackets, and why numbers have none; of claims the caption says that.
  private var intervalNote: String {
    let cells = table.rows.joined()
    let noise = interval.absence.map { ", or \($0)" } ?? ""
    guard cells.contains(where: { $0.interval != nil }) else {
      return
        "There are no intervals: \(noise.isEmpty ? "they need two samples" : "every number is of one sample\(noise)")."
    }
    let without = cells.contains { $0.interval == nil && $0.value != nil } && interval == .percentile
    return "In brackets: 95 % intervals (\(interval.words), over samples)."
      + (without ? " A number without one: it is of one sample\(noise)." : "")
  }
}

/// Numbers that are compared, and the best of them.
extension PaperTable {
  /// Whether somewhere there are two numbers to compare, so that one can be the best.
  package var canCompare: Bool { comparisons.contains { known($0).count > 1 } }

  /// The places of numbers that are compared with one another: in the columns of each group of a row, or in each column
  /// where there are no groups.
  private var comparisons: [[Table.CellPosition]] {
    let groups = table.groups
    if groups.allSatisfy({ $0.title == nil }) {
      return groups.flatMap(\.columns).map { column in
        table.rows.indices.map { Table.CellPosition(row: $0, column: column) }
      }
    }
    return table.rows.indices.flatMap { row in
      groups.map { group in group.columns.map { Table.CellPosition(row: row, column: $0) } }
    }
  }

  /// Finds those of `places` that have a number.
  private func known(_ places: [Table.CellPosition]) -> [(place: Table.CellPosition, value: Double)] {
    places.compactMap { place in
      table.rows[place.row][place.column].value.map { (place: place, value: $0) }
    }.filter(\.value.isFinite)
  }

  /// The places of the best numbers: several where they read the same, none where there is nothing to compare with.
  private func best(_ style: TableStyle) -> Set<Table.CellPosition> {
    guard let wanted = style.best else { return [] }
    var best: Set<Table.CellPosition> = []
    for known in comparisons.map(known) where known.count > 1 {
      let values = known.map(\.value)
      guard let extreme = wanted == .smallest ? values.min() : values.max() else { continue }
      let text = NumberText.significant(extreme, digits: style.digits)
      for item in known where NumberText.significant(item.value, digits: style.digits) == text {
        best.insert(item.place)
      }
    }
    return best
  }
}
