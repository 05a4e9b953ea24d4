import Analysis
import Figures
import Support

/// A table on a page.
struct TableModel: PageModel {
  var caption: String?
  let columns: [ColumnModel]
  let rows: [RowModel]
  /// Whether the reader may sort it by a column.
  let isSortable: Bool
  /// The classes of the choices of normalisation under which it is shown; nil where it always is.
  let views: String?
  /// Where its numbers, with those of other pages, can be had.
  var source: TableSource?

  static let fields: [Field<TableModel>] = [
    .prose("caption", optional: \.caption), .list("columns", \.columns), .list("rows", \.rows),
    .flag("is_sortable", \.isSortable), .flag("is_long") { $0.rows.count >= leastLong },
    .text("views", optional: \.views), .model("source", optional: \.source),
  ]

  /// Rows from which on a reader may look for some of them by their words.
  private static let leastLong = 12

  init(
    caption: String? = nil, columns: [ColumnModel], rows: [RowModel], isSortable: Bool = false,
    under views: [NormalisationView] = NormalisationView.every
  ) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.isSortable = isSortable
    self.views = NormalisationView.classes(views)
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

/// Files and a command that give the numbers of a table.
struct TableSource: PageModel {
  /// The file of the site that has them, and those of other pages.
  let path: String
  /// The command that sets them in LaTeX; nil where there is none.
  let command: String?

  static let fields: [Field<TableSource>] = [
    .text("path", \.path), .text("command", optional: \.command),
  ]

  /// The table of the site's downloads called `name`, and the one for papers of that name, of a model, a task or both.
  init(_ name: String, model: String? = nil, task: String? = nil) {
    let choices = [model.map { ["--model", $0] }, task.map { ["--task", $0] }].compactMap(\.self).joined()
    let file = ([name] + [model, task].compactMap(\.self)).joined(separator: "-")
    path = "data/\(name).csv"
    command = (["strata", "table", name, "STUDY"] + choices + ["--output", "\(file).tex"])
      .joined(separator: " ")
  }

  /// A table that is a download only.
  init(path: String) {
    self.path = path
    command = nil
  }
}

/// The heading of a column.
struct ColumnModel: PageModel {
  let label: String
  let isNumeric: Bool
  /// The choices of normalisation under which it is shown.
  var views = NormalisationView.every

  static let fields: [Field<ColumnModel>] = [
    .text("label", \.label),
    .text("classes", optional: { NormalisationView.classes(of: $0.isNumeric, $0.views) }),
  ]
}

extension NormalisationView {
  /// The classes of a cell; nil where it has none.
  fileprivate static func classes(of isNumeric: Bool, _ views: [NormalisationView]) -> String? {
    let names = [isNumeric ? "number" : nil, classes(views)].compactMap(\.self)
    return names.isEmpty ? nil : names.joined(separator: " ")
  }
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
  /// Value that the cell is sorted by, when its text does not tell.
  let sortKey: String?
  /// Path that the text leads to, inside the site.
  let path: String?
  /// Texts in the place of ``text``, each under some choices of normalisation.
  var pieces: [PieceModel] = []
  /// The choices of normalisation under which it is shown.
  var views = NormalisationView.every

  static let fields: [Field<CellModel>] = [
    .text("text", \.text), .text("aside", optional: \.aside), .list("pieces", \.pieces),
    .text("classes", optional: { NormalisationView.classes(of: $0.isNumeric, $0.views) }),
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
    self.sortKey = Self.isPlainNumber(text) ? nil : sortKey
    self.path = path
  }

  /// Whether `assets/tables.js` sorts by the text itself: a decimal number, perhaps behind a sign of what it says of a claim.
  private static func isPlainNumber(_ text: String) -> Bool {
    text.wholeMatch(of: /([✓✗?] )?-?[0-9]+(\.[0-9]+)?/) != nil
  }

  init(_ cell: Table.Cell, isNumeric: Bool, isHeader: Bool) {
    let (text, sortKey): (String, String?) =
      switch cell {
      case .text(let text), .name(_, let text): (text, nil)
      case .count(let count): (NumberText.whole(count), String(count))
      case .number(let number), .estimate(let number, _):
        (NumberText.significant(number), Self.sortKey(number))
      case .missing: ("–", nil)
      }
    self.init(
      text, aside: cell.interval.map(\.words), isNumeric: isNumeric, isHeader: isHeader, sortKey: sortKey)
  }

  /// A text that each choice of normalisation has in words of its own, sorted by `sortKey`, or by the words under all.
  static func shown(
    isNumeric: Bool = false, sortKey: String? = nil, _ words: (NormalisationView) -> String
  ) -> CellModel {
    let pieces = PieceModel.all(words)
    guard pieces.count > 1 else { return CellModel(words(.all), isNumeric: isNumeric, sortKey: sortKey) }
    var cell = CellModel("", isNumeric: isNumeric, sortKey: sortKey ?? words(.all))
    cell.pieces = pieces
    return cell
  }

  /// A number that may be missing, with its interval.
  static func number(_ value: Double?, lower: Double? = nil, upper: Double? = nil) -> CellModel {
    guard let value else { return CellModel("–", isNumeric: true) }
    let interval = lower.flatMap { low in upper.map { Interval(low, $0).words } }
    return CellModel(
      NumberText.significant(value, digits: 3), aside: interval, isNumeric: true,
      sortKey: sortKey(value))
  }

  /// As many digits as order rows; all of them would be most of a long table.
  private static func sortKey(_ value: Double) -> String { NumberText.rounded(value, to: 6).description }

  /// A whole number.
  static func count(_ count: Int) -> CellModel {
    CellModel(NumberText.whole(count), isNumeric: true, sortKey: String(count))
  }
}
