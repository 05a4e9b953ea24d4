import Analysis
import Figures
import Support

/// A table on a page.
struct TableModel: PageModel {
  let caption: String?
  let columns: [ColumnModel]
  let rows: [RowModel]
  /// Whether the reader may sort it by a column.
  let isSortable: Bool

  static let fields: [Field<TableModel>] = [
    .prose("caption", optional: \.caption), .list("columns", \.columns), .list("rows", \.rows),
    .flag("is_sortable", \.isSortable),
  ]

  init(caption: String? = nil, columns: [ColumnModel], rows: [RowModel], isSortable: Bool = false) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.isSortable = isSortable
  }

  /// A table of data, the first column heading the rows.
  init(caption: String? = nil, _ table: Table, isSortable: Bool = false) {
    let columns = table.columns.map { ColumnModel(label: $0.label, isNumeric: $0.isNumeric) }
    let rows = table.rows.map { row in
      RowModel(
        cells: zip(table.columns, row).enumerated().map { position, pair in
          CellModel(pair.1, isNumeric: pair.0.isNumeric, isHeader: position == 0)
        })
    }
    self.init(caption: caption, columns: columns, rows: rows, isSortable: isSortable)
  }
}

/// The heading of a column.
struct ColumnModel: PageModel {
  let label: String
  let isNumeric: Bool

  static let fields: [Field<ColumnModel>] = [
    .text("label", \.label), .flag("is_numeric", \.isNumeric),
  ]
}

/// A row.
struct RowModel: PageModel {
  let cells: [CellModel]

  static let fields: [Field<RowModel>] = [.list("cells", \.cells)]
}

/// A cell.
struct CellModel: PageModel {
  let text: String
  /// A second, quieter text, such as an interval.
  let aside: String?
  let isNumeric: Bool
  let isHeader: Bool
  /// Value that the cell is sorted by, when that is not its text.
  let sortKey: String?
  /// Path that the text leads to, inside the site.
  let path: String?

  static let fields: [Field<CellModel>] = [
    .text("text", \.text), .text("aside", optional: \.aside), .flag("is_numeric", \.isNumeric),
    .flag("is_header", \.isHeader), .text("sort_key", optional: \.sortKey), .text("path", optional: \.path),
  ]

  init(
    _ text: String, aside: String? = nil, isNumeric: Bool = false, isHeader: Bool = false,
    sortKey: String? = nil, path: String? = nil
  ) {
    self.text = text
    self.aside = aside
    self.isNumeric = isNumeric
    self.isHeader = isHeader
    self.sortKey = sortKey
    self.path = path
  }

  init(_ cell: Table.Cell, isNumeric: Bool, isHeader: Bool) {
    let (text, sortKey): (String, String?) =
      switch cell {
      case .text(let text), .name(_, let text): (text, nil)
      case .count(let count): (NumberText.whole(count), String(count))
      case .number(let number), .estimate(let number, _): (NumberText.significant(number), number.description)
      case .missing: ("–", nil)
      }
    self.init(
      text, aside: cell.interval.map(\.words), isNumeric: isNumeric, isHeader: isHeader, sortKey: sortKey)
  }

  /// A number that may be missing, with its interval.
  static func number(_ value: Double?, lower: Double? = nil, upper: Double? = nil) -> CellModel {
    guard let value else { return CellModel("–", isNumeric: true) }
    let interval = lower.flatMap { low in upper.map { Interval(low, $0).words } }
    return CellModel(
      NumberText.significant(value, digits: 3), aside: interval, isNumeric: true, sortKey: value.description)
  }

  /// A whole number.
  static func count(_ count: Int) -> CellModel {
    CellModel(NumberText.whole(count), isNumeric: true, sortKey: String(count))
  }
}
