import Analysis
import Figures
import Support

/// A paper's table with every number written: what the formats have in common.
struct TableText {
  /// A cell of a number.
  struct Cell {
    let text: String
    /// An interval in brackets.
    let aside: String?
    let isBest: Bool
  }

  let table: PaperTable
  /// By row and column.
  let cells: [[Cell]]
  /// The caption with the rounding and what emphasis means.
  let caption: String

  init(_ table: PaperTable, _ style: TableStyle) {
    self.table = table
    let best = Self.best(of: table, style)
    cells = table.rows.enumerated().map { row, content in
      content.numbers.enumerated().map { column, number in
        guard let number, number.value.isFinite else { return Cell(text: "–", aside: nil, isBest: false) }
        let interval = style.showsIntervals ? number.interval : nil
        return Cell(
          text: NumberText.significant(number.value, digits: style.digits),
          aside: interval.map {
            let ends = [$0.lower, $0.upper].map { NumberText.significant($0, digits: style.digits) }
            return "[\(ends.joined(separator: ", "))]"
          }, isBest: best.contains(PaperTable.Place(row: row, column: column)))
      }
    }
    let hasIntervals = table.rows.flatMap(\.numbers).contains { $0?.interval != nil }
    caption = [
      table.caption, "Rounded to \(style.digits) significant digit\(style.digits == 1 ? "" : "s").",
      best.isEmpty ? nil : style.best.map { "Bold: the \($0.rawValue) among the \(table.compared)." },
      style.showsIntervals ? Self.note(on: table.interval, hasIntervals) : nil,
    ].compactMap(\.self).joined(separator: " ")
  }

  private static func note(on interval: String, _ hasIntervals: Bool) -> String {
    hasIntervals
      ? "In brackets: 95 % intervals (\(interval), over samples)."
      : "There are no intervals: they need two samples."
  }

  /// The places of the best numbers: several where they read the same, none where there is nothing to compare with.
  private static func best(of table: PaperTable, _ style: TableStyle) -> Set<PaperTable.Place> {
    guard let wanted = style.best else { return [] }
    var best: Set<PaperTable.Place> = []
    for places in table.comparedPlaces {
      let known = places.compactMap { place in
        table.rows[place.row].numbers[place.column].map { (place: place, value: $0.value) }
      }.filter(\.value.isFinite)
      let values = known.map(\.value)
      guard known.count > 1, let extreme = wanted == .smallest ? values.min() : values.max() else { continue }
      let text = NumberText.significant(extreme, digits: style.digits)
      for item in known where NumberText.significant(item.value, digits: style.digits) == text {
        best.insert(item.place)
      }
    }
    return best
  }

  /// Whether the columns stand under headings of groups.
  var hasGroups: Bool { table.groups.contains { !$0.title.isEmpty } }
}
