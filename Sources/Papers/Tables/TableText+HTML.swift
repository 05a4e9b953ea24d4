import Support

extension TableText {
  /// A table element that a screen reader can read: heads of rows, columns and groups are marked as such.
  var html: String {
    var lines = ["<table>", "  <caption>\(Self.markup(caption))</caption>", "  <thead>"]
    if hasGroups {
      let heads = table.heads.map { "<th scope=\"col\" rowspan=\"2\">\(Self.markup($0))</th>" }
      let groups = table.groups.map {
        "<th scope=\"colgroup\" colspan=\"\($0.columns.count)\">\(Self.markup($0.title))</th>"
      }
      lines.append("    <tr>\((heads + groups).joined())</tr>")
    }
    let heads = (hasGroups ? [] : table.heads) + table.columns.map(\.title)
    lines.append("    <tr>\(heads.map { "<th scope=\"col\">\(Self.markup($0))</th>" }.joined())</tr>")
    lines += ["  </thead>", "  <tbody>"]
    for row in table.rows.indices {
      let heads = table.rows[row].heads.map { "<th scope=\"row\">\(Self.markup($0))</th>" }
      let numbers = cells[row].map { cell in
        let number = cell.isBest ? "<strong>\(Self.markup(cell.text))</strong>" : Self.markup(cell.text)
        return "<td>\(number)\(cell.aside.map { " <small>\(Self.markup($0))</small>" } ?? "")</td>"
      }
      lines.append("    <tr>\((heads + numbers).joined())</tr>")
    }
    lines += ["  </tbody>", "</table>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func markup(_ text: String) -> String { HTML(escaping: text).markup }
}
