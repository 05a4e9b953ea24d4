import Figures
import Support

/// A table in LaTeX on a page, fitted without scaling by the steps that a person would take.
///
/// It stands as it is in a column; else as it is across both columns (`table*`); else split by model, whose name then
/// stands above its rows, with a column for each group and the columns of a group as rows. What is higher than a page goes
/// on in further tables, cut between models. What still does not fit is written all the same.
struct LaTeXTable {
  /// The source, with a line feed at its end.
  let text: String
  /// Place of the table on the page.
  let place: PaperPage.Width
  /// Greatest possible width of the table, in TeX's points.
  let width: Double
  /// Greatest possible height of the highest table with its caption, in TeX's points.
  let height: Double

  init(_ table: Table, id: String, caption: String, innerHead: String, _ style: TableStyle) {
    let whole = Layout(table, digits: style.digits)
    let places = style.width.map { [$0] } ?? (style.page.hasTwoColumns ? [.column, .full] : [.column])
    let steps = [whole, whole.split(naming: innerHead)].flatMap { layout in
      places.map { (layout: layout, width: layout.width, place: $0) }
    }
    let fitting = steps.first { $0.width <= style.page.points($0.place) * PaperPage.pointsToTeX }
    let (layout, width, place) = fitting ?? steps[steps.count - 1]
    let captionHeight = Self.captionHeight(caption, in: style.page.points(place))
    let parts = layout.parts(room: PaperPage.height * PaperPage.pointsToTeX - captionHeight)
    self.place = place
    self.width = width
    height = captionHeight + (parts.map(layout.height).max() ?? 0)
    text =
      "% Needs \\usepackage{booktabs}.\n"
      + parts.indices.map { part in
        Self.float(
          style.page.environment("table", place), layout.columns, layout.source(parts[part]),
          part == 0 ? caption : nil, "tab:\(id)", part)
      }.joined(separator: "\n")
  }

  /// A float; one after the first refers to it instead of repeating its caption.
  private static func float(
    _ environment: String, _ columns: String, _ lines: [String], _ caption: String?, _ label: String,
    _ part: Int
  ) -> String {
    let words = caption.map(LaTeX.escaped) ?? "Continued from Table~\\ref{\(label)}."
    return """
      \\begin{\(environment)}[t]
        \\centering
        \\small
        \\setlength{\\tabcolsep}{\(NumberText.significant(Layout.separation, digits: 1))pt}
        \\begin{tabular}{\(columns)}
      \(lines.map { "    \($0)" }.joined(separator: "\n"))
        \\end{tabular}
        \\caption{\(words)}
        \\label{\(label)\(part == 0 ? "" : "-\(part + 1)")}
      \\end{\(environment)}

      """
  }

  /// The height of a caption in a float of `width`, with letters of a document of eleven points: a line each 13.6, and
  /// half of one that its words do not fill. Of a caption that takes half of a page no more is expected to be printed.
  private static func captionHeight(_ caption: String, in width: Double) -> Double {
    let letters = TeXWidth.points("Table 10: " + caption) * 1.095
    let lines = (letters / (width * PaperPage.pointsToTeX) + 0.5).rounded(.up)
    return min(lines * 13.6 + 12, PaperPage.height * PaperPage.pointsToTeX / 2)
  }
}

/// An arrangement of a table's words.
private struct Layout {
  /// A cell in LaTeX.
  struct Cell {
    let source: String
    /// Greatest possible width of the cell, in TeX's points.
    let points: Double
    /// The columns that it goes across.
    var span = 1
  }

  /// A line of cells after its heads.
  struct Row {
    let heads: [String]
    let cells: [Cell]
  }

  /// Columns under one heading.
  struct Group {
    let title: String?
    let columns: [String]
  }

  /// A line of the source: cells, or a command of booktabs.
  private enum Line {
    case cells([Cell])
    case command(String)
  }

  /// Half of the space between columns, in TeX's points.
  static let separation = 4.0

  private let heads: [String]
  private let groups: [Group]
  private let rows: [Row]
  /// Whether the first head stands above the rows that share it, across the table.
  private var isSplit = false

  private init(heads: [String], groups: [Group], rows: [Row]) {
    self.heads = heads
    self.groups = groups
    self.rows = rows
  }

  /// The table as it is.
  init(_ table: Table, digits: Int) {
    let words = table.rows.indices.map { table.words(ofRow: $0, digits: digits) }
    self.init(
      heads: table.columns[table.heads].map(\.label),
      groups: table.groups.map { Group(title: $0.title, columns: table.columns[$0.columns].map(\.label)) },
      rows: words.map { words in
        Row(
          heads: words[table.heads].map(\.text),
          cells: words[table.heads.upperBound...].map(Cell.init(number:)))
      })
  }

  /// Each model's name above its rows, with a column for each group, whose columns become rows that `head` names.
  func split(naming head: String) -> Layout {
    var split = hasGroups ? long(head) : self
    split.isSplit = split.heads.count > 1
    return split
  }

  private func long(_ head: String) -> Layout {
    let titles = groups.first?.columns ?? []
    let long = rows.flatMap { row in
      titles.indices.map { title in
        Row(
          heads: row.heads + [titles[title]],
          cells: groups.indices.map { row.cells[$0 * titles.count + title] })
      }
    }
    let columns = groups.map { $0.title ?? "" }
    return Layout(heads: heads + [head], groups: [Group(title: nil, columns: columns)], rows: long)
  }

  private var hasGroups: Bool { groups.contains { $0.title != nil } }
  private var headCount: Int { heads.count - (isSplit ? 1 : 0) }
  private var columnCount: Int { groups.reduce(0) { $0 + $1.columns.count } }

  /// The columns, for the argument of the tabular; nothing stands outside of the first and the last.
  var columns: String {
    "@{}" + String(repeating: "l", count: headCount) + String(repeating: "r", count: columnCount) + "@{}"
  }

  /// Rows in a row that share their first head, as the rows of a model; every row by itself where that is the only head.
  private var blocks: [[Row]] {
    var blocks: [[Row]] = []
    for row in rows {
      if heads.count > 1, blocks.last?.last?.heads[0] == row.heads[0] {
        blocks[blocks.count - 1].append(row)
      } else {
        blocks.append([row])
      }
    }
    return blocks
  }

  /// The blocks in as few parts as are no higher than `room`, in TeX's points.
  func parts(room: Double) -> [[[Row]]] {
    var parts: [[[Row]]] = [[]]
    for block in blocks {
      let longer = parts[parts.count - 1] + [block]
      if longer.count > 1, height(of: longer) > room {
        parts.append([block])
      } else {
        parts[parts.count - 1] = longer
      }
    }
    return parts
  }

  /// Greatest possible height of a part, in TeX's points: lines of `\small` in a document of eleven points,
  /// and rules.
  func height(of part: [[Row]]) -> Double {
    lines(part).reduce(0) { height, line in
      if case .cells = line { height + 12 } else { height + 6 }
    }
  }

  /// Greatest possible width of the table, in TeX's points.
  var width: Double {
    var widths = [Double](repeating: 0, count: headCount + columnCount)
    let gap = 2 * Self.separation
    let rows = lines(blocks).compactMap { line in if case .cells(let cells) = line { cells } else { nil } }
    // What goes across columns widens the last of them, once these are known.
    for spans in [false, true] {
      for row in rows {
        var start = 0
        for cell in row {
          defer { start += cell.span }
          guard spans == (cell.span > 1) else { continue }
          let range = start..<start + cell.span
          let rest = widths[range].dropLast().reduce(0, +) + gap * Double(cell.span - 1)
          widths[range.upperBound - 1] = max(widths[range.upperBound - 1], cell.points - rest)
        }
      }
    }
    return widths.reduce(0, +) + gap * Double(widths.count - 1)
  }

  /// The lines of the tabular for a part.
  func source(_ part: [[Row]]) -> [String] {
    lines(part).map { line in
      switch line {
      case .command(let name): return "\\\(name)"
      case .cells(let cells):
        let source = cells.map(\.source).joined(separator: " & ")
        // After the end of a row these are its options.
        let isOption = source.hasPrefix("[") || source.hasPrefix("*")
        return "\(isOption ? "{}" : "")\(source) \\\\"
      }
    }
  }

  private func lines(_ part: [[Row]]) -> [Line] {
    let titles = heads.suffix(headCount) + groups.flatMap(\.columns)
    var lines = [.command("toprule")] + headings + [.cells(titles.map(Cell.init)), .command("midrule")]
    for (place, block) in part.enumerated() {
      if place > 0, heads.count > 1 { lines.append(.command("addlinespace")) }
      if isSplit, let name = block.first?.heads[0] { lines.append(.cells([heading(name)])) }
      lines += block.indices.map { row in .cells(cells(block[row], after: row == 0 ? nil : block[row - 1])) }
    }
    return lines + [.command("bottomrule")]
  }

  /// The headings of the groups, each over a rule as wide as its columns.
  private var headings: [Line] {
    guard hasGroups else { return [] }
    var cells = [Cell](repeating: Cell(""), count: headCount)
    var rules: [String] = []
    var column = headCount + 1
    for group in groups {
      let count = group.columns.count
      let title = Cell(group.title ?? "")
      cells.append(
        Cell(source: "\\multicolumn{\(count)}{c}{\(title.source)}", points: title.points, span: count))
      rules.append("cmidrule(lr){\(column)-\(column + count - 1)}")
      column += count
    }
    return [.cells(cells), .command(rules.joined(separator: " \\"))]
  }

  /// The first head of a block, across the table; italics are no wider than upright letters.
  private func heading(_ text: String) -> Cell {
    let (count, name) = (headCount + columnCount, Cell(text))
    return Cell(
      source: "\\multicolumn{\(count)}{@{}l@{}}{\\textit{\(name.source)}}", points: name.points, span: count)
  }

  /// A row; heads that read as in the one before it are left out.
  private func cells(_ row: Row, after last: Row?) -> [Cell] {
    let heads = row.heads.indices.dropFirst(heads.count - headCount).map { place in
      last?.heads.prefix(place + 1) == row.heads.prefix(place + 1) ? Cell("") : Cell(row.heads[place])
    }
    return heads + row.cells
  }
}

extension Layout.Cell {
  /// Words.
  fileprivate init(_ text: String) {
    self.init(source: LaTeX.escaped(text), points: TeXWidth.points(text))
  }

  /// A number, bold where it is the best, with its interval in small letters.
  fileprivate init(number words: Table.CellWords) {
    let text = LaTeX.escaped(words.text)
    let source = words.isBest ? "\\textbf{\(text)}" : text
    let points = TeXWidth.points(words.text, isBold: words.isBest)
    guard let aside = words.aside else {
      self.init(source: source, points: points)
      return
    }
    self.init(
      source: "\(source) {\\scriptsize \(LaTeX.escaped(aside))}",
      points: points + TeXWidth.points(" ") + TeXWidth.points(aside, .scriptsize))
  }
}
