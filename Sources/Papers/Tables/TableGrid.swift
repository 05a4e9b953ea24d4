import Figures
import Support

/// The lines of a tabular with the width that TeX gives them.
struct TableGrid {
  /// What is set how.
  struct Setting {
    var size: TeXWidth.Size
    /// Half of the space between columns, in TeX's points.
    var separation: Double
    /// Whether the first head stands above the rows that share it, across the table.
    var hasBlocks = false
    /// Whether titles of columns are broken between words.
    var breaksTitles = false
    /// The width at which heads are broken, in TeX's points; nil when they are not.
    var headLimit: Double?
  }

  /// A cell in LaTeX.
  private struct Cell {
    let source: String
    let points: Double
    var span = 1
    /// The lines that it takes.
    var lines = 1
  }

  /// LaTeX, one line of the source each, without indentation.
  private(set) var lines: [String] = []
  /// How high it is with the rules above and under it, in TeX's points.
  private(set) var height: Double
  private let setting: Setting
  private let headCount: Int
  private let columnCount: Int
  private var rows: [[Cell]] = []

  /// Sets `panels`, which have the same heads and rows, one under the other.
  init(_ panels: [TableContent], _ setting: Setting) {
    let heads = panels.first?.heads.count ?? 0
    var setting = setting
    setting.hasBlocks = setting.hasBlocks && heads > 1
    self.setting = setting
    height = TeXWidth.Space.toprule.height + TeXWidth.Space.bottomrule.height
    headCount = heads - (setting.hasBlocks ? 1 : 0)
    columnCount = panels.map(\.columns.count).max() ?? 0
    for (place, panel) in panels.enumerated() { add(panel, isFirst: place == 0) }
  }

  /// The columns, for the argument of the tabular; nothing stands outside of the first and the last.
  var columns: String {
    "@{}" + String(repeating: "l", count: headCount) + String(repeating: "r", count: columnCount) + "@{}"
  }

  /// How wide it is at most, in TeX's points.
  var width: Double {
    var widths = [Double](repeating: 0, count: headCount + columnCount)
    let gap = 2 * setting.separation
    for spans in [false, true] {
      for row in rows {
        var start = 0
        for cell in row {
          defer { start += cell.span }
          guard spans == (cell.span > 1), cell.span > 0 else { continue }
          let range = start..<start + cell.span
          let rest = widths[range].dropLast().reduce(0, +) + gap * Double(cell.span - 1)
          widths[range.upperBound - 1] = max(widths[range.upperBound - 1], cell.points - rest)
        }
      }
    }
    return widths.reduce(0, +) + gap * Double(widths.count - 1)
  }

  private mutating func add(_ panel: TableContent, isFirst: Bool) {
    if !isFirst { add(.midrule) }
    if panel.hasGroups { addGroups(panel) }
    let heads = panel.heads.suffix(headCount).map { head($0) }
    add(heads + panel.columns.indices.map { title(panel.columns[$0], over: panel.rows.map(\.cells), $0) })
    add(.midrule)
    for (place, block) in panel.blocks.enumerated() {
      if place > 0, panel.heads.count > 1 { add(.addlinespace) }
      if setting.hasBlocks, let name = block.first?.heads.first { add([heading(name)]) }
      for row in block.indices { add(block[row], after: row == 0 ? nil : block[row - 1]) }
    }
  }

  private mutating func add(_ space: TeXWidth.Space) {
    lines.append("\\\(space.rawValue)")
    height += space.height
  }

  private mutating func add(_ cells: [Cell]) {
    rows.append(cells)
    height += Double(cells.map(\.lines).max() ?? 1) * setting.size.line
    var line = cells.map(\.source).joined(separator: " & ")
    // After the end of a row these are its options.
    if line.hasPrefix("[") || line.hasPrefix("*") { line = "{}" + line }
    lines.append("\(line) \\\\")
  }

  /// A row; heads that read as in the one before it are left out.
  private mutating func add(_ row: TableContent.Row, after last: TableContent.Row?) {
    let skipped = row.heads.count - headCount
    let heads = row.heads.indices.dropFirst(skipped).map { place in
      last?.heads.prefix(place + 1) == row.heads.prefix(place + 1)
        ? Cell(source: "", points: 0) : head(row.heads[place])
    }
    add(heads + row.cells.map(number))
  }

  /// The headings of the groups, each over a rule as wide as its columns.
  private mutating func addGroups(_ panel: TableContent) {
    var cells = [Cell](repeating: Cell(source: "", points: 0), count: headCount)
    var rules: [String] = []
    var column = headCount + 1
    for group in panel.groups {
      let count = group.columns.count
      let source = "\\multicolumn{\(count)}{c}{\(LaTeX.escaped(group.title))}"
      cells.append(Cell(source: source, points: TeXWidth.points(group.title, setting.size), span: count))
      rules.append("\\cmidrule(lr){\(column)-\(column + count - 1)}")
      column += count
    }
    add(cells)
    lines.append(rules.joined(separator: " "))
    height += TeXWidth.Space.cmidrule.height
  }

  private func number(_ cell: TableText.Cell) -> Cell {
    let text = LaTeX.escaped(cell.text)
    let source = cell.isBest ? "\\textbf{\(text)}" : text
    let points = TeXWidth.points(cell.text, setting.size, isBold: cell.isBest)
    guard let aside = cell.aside else { return Cell(source: source, points: points) }
    return Cell(
      source: "\(source) {\\scriptsize \(LaTeX.escaped(aside))}",
      points: points + TeXWidth.points(" ", setting.size) + TeXWidth.points(aside, .scriptsize))
  }

  private func head(_ text: String) -> Cell {
    let points = TeXWidth.points(text, setting.size)
    guard let limit = setting.headLimit, points > limit else {
      return Cell(source: LaTeX.escaped(text), points: points)
    }
    return paragraph(text, limit)
  }

  /// The first head of a block, across the table; italics are no wider than upright letters.
  private func heading(_ text: String) -> Cell {
    let count = headCount + columnCount
    let points = TeXWidth.points(text, setting.size)
    let limit = setting.headLimit.map { $0 * TableFit.headLimits } ?? .infinity
    let body = points > limit ? paragraph(text, limit) : Cell(source: LaTeX.escaped(text), points: points)
    return Cell(
      source: "\\multicolumn{\(count)}{@{}l@{}}{\\textit{\(body.source)}}", points: body.points, span: count,
      lines: body.lines)
  }

  /// Text in lines of at most `points`, which may end after the signs that join the words of names, and within a word
  /// that is too long for a line.
  private func paragraph(_ text: String, _ points: Double) -> Cell {
    let source = LaTeX.escaped(LineBreaks.added(to: text, within: points, setting.size))
    var (lines, width) = (1, 0.0)
    for piece in LineBreaks.pieces(of: text).flatMap({ LineBreaks.cut($0, to: points, setting.size) }) {
      let wide = TeXWidth.points(piece + "-", setting.size)
      if width > 0, width + wide > points { (lines, width) = (lines + 1, 0) }
      width += wide
    }
    let size = NumberText.fixed(points, decimals: 1)
    return Cell(
      source: "\\parbox[t]{\(size)pt}{\\raggedright\\strut \(source)\\strut}", points: points,
      lines: lines)
  }

  /// The title of a column, broken between words where that makes the column narrower.
  private func title(_ text: String, over cells: [[TableText.Cell]], _ column: Int) -> Cell {
    let size = setting.size
    let whole = Cell(source: LaTeX.escaped(text), points: TeXWidth.points(text, size))
    let words = text.split(whereSeparator: \.isWhitespace).flatMap { word in
      setting.headLimit.map { LineBreaks.cut(String(word), to: $0, size) } ?? [String(word)]
    }
    guard setting.breaksTitles, words.count > 1 else { return whole }
    let needed =
      (cells.map { number($0[column]).points } + words.map { TeXWidth.points($0, size) }).max() ?? 0
    var lines: [String] = []
    for word in words {
      let longer = (lines.last ?? "") + " " + word
      if !lines.isEmpty, TeXWidth.points(longer, size) <= needed {
        lines[lines.count - 1] = longer
      } else {
        lines.append(word)
      }
    }
    guard lines.count > 1 else { return whole }
    let source = lines.map { "{\(LaTeX.escaped($0))}" }.joined(separator: "\\\\")
    return Cell(
      source: "\\begin{tabular}[b]{@{}r@{}}\(source)\\end{tabular}",
      points: lines.map { TeXWidth.points($0, size) }.max() ?? 0, lines: lines.count)
  }
}
