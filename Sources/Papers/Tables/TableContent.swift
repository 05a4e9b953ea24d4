/// The words of a table in the arrangement in which LaTeX sets them.
struct TableContent {
  /// Columns under one heading.
  struct Group {
    let title: String
    let columns: [String]
  }

  /// A line of cells after its heads.
  struct Row {
    let heads: [String]
    let cells: [TableText.Cell]
  }

  let heads: [String]
  let groups: [Group]
  let rows: [Row]

  /// The table as it is.
  init(_ text: TableText) {
    heads = text.table.heads
    groups = text.table.groups.map { Group(title: $0.title, columns: $0.columns.map(\.title)) }
    rows = zip(text.table.rows, text.cells).map { Row(heads: $0.heads, cells: $1) }
  }

  private init(heads: [String], groups: [Group], rows: [Row]) {
    self.heads = heads
    self.groups = groups
    self.rows = rows
  }

  /// All titles of columns.
  var columns: [String] { groups.flatMap(\.columns) }

  /// Whether the columns stand under headings.
  var hasGroups: Bool { groups.contains { !$0.title.isEmpty } }

  /// With the columns as rows, called `head`: groups become columns, and what has no groups is turned over.
  func transposed(_ head: String) -> TableContent {
    hasGroups ? lengthened(head) : turned(head)
  }

  private func lengthened(_ head: String) -> TableContent {
    let titles = groups.first?.columns ?? []
    let long = rows.flatMap { row in
      titles.indices.map { title in
        Row(
          heads: row.heads + [titles[title]],
          cells: groups.indices.map { row.cells[$0 * titles.count + title] })
      }
    }
    return TableContent(
      heads: heads + [head], groups: [Group(title: "", columns: groups.map(\.title))], rows: long)
  }

  private func turned(_ head: String) -> TableContent {
    let titles = rows.map { $0.heads.joined(separator: ", ") }
    let turned = columns.indices.map { column in
      Row(heads: [columns[column]], cells: rows.map { $0.cells[column] })
    }
    return TableContent(heads: [head], groups: [Group(title: "", columns: titles)], rows: turned)
  }

  /// Panels of at most `count` columns, one under the other; whole groups where there are some.
  func panels(of count: Int) -> [TableContent] {
    var panels: [[Group]] = [[]]
    var (start, starts) = (0, [0])
    let parts = hasGroups ? groups : columns.map { Group(title: "", columns: [$0]) }
    for part in parts {
      let wide = panels[panels.count - 1].reduce(0) { $0 + $1.columns.count }
      if wide > 0, wide + part.columns.count > count {
        panels.append([])
        starts.append(start)
      }
      panels[panels.count - 1].append(part)
      start += part.columns.count
    }
    return zip(panels, starts).map { groups, start in
      let width = groups.reduce(0) { $0 + $1.columns.count }
      let cut = rows.map { Row(heads: $0.heads, cells: Array($0.cells[start..<start + width])) }
      let whole = hasGroups ? groups : [Group(title: "", columns: groups.flatMap(\.columns))]
      return TableContent(heads: heads, groups: whole, rows: cut)
    }
  }

  /// Parts of at most `count` rows, cut between the first heads where these have fewer, else between the next: a part
  /// begins amid rows of equal heads only where these are too many for one.
  func parts(of count: Int) -> [TableContent] {
    var parts: [[Row]] = [[]]
    for group in Self.groups(rows, of: count, sharing: 1, heads: heads.count) {
      let last = parts.count - 1
      if !parts[last].isEmpty, parts[last].count + group.count > count {
        parts.append(group)
      } else {
        parts[last] += group
      }
    }
    return parts.map { TableContent(heads: heads, groups: groups, rows: $0) }
  }

  /// `rows` in groups of at most `count` that share as few heads as that takes, from `shared` on.
  private static func groups(_ rows: [Row], of count: Int, sharing shared: Int, heads: Int) -> [[Row]] {
    guard shared < heads else { return rows.map { [$0] } }
    return runs(rows) { $0.heads.prefix(shared) == $1.heads.prefix(shared) }.flatMap { run in
      run.count <= count ? [run] : groups(run, of: count, sharing: shared + 1, heads: heads)
    }
  }

  private static func runs(_ rows: [Row], _ belong: (Row, Row) -> Bool) -> [[Row]] {
    var runs: [[Row]] = []
    for row in rows {
      if let last = runs.last?.last, belong(last, row) {
        runs[runs.count - 1].append(row)
      } else {
        runs.append([row])
      }
    }
    return runs
  }

  /// Rows in a row that share their first head; every row by itself where that is the only one.
  var blocks: [[Row]] {
    heads.count > 1 ? Self.runs(rows) { $0.heads[0] == $1.heads[0] } : rows.map { [$0] }
  }
}
