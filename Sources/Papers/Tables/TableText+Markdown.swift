extension TableText {
  /// A table as GitHub reads it, the caption under it; groups stand before the titles of their columns.
  var markdown: String {
    let titles = table.groups.flatMap { group in
      group.columns.map { group.title.isEmpty ? $0.title : "\(group.title), \($0.title)" }
    }
    let head = (table.heads + titles).map(Self.escaped)
    let rule = table.heads.map { _ in "---" } + table.columns.map { _ in "---:" }
    let rows = table.rows.indices.map { row in
      table.rows[row].heads.map(Self.escaped)
        + cells[row].map { cell in
          let number = cell.isBest ? "**\(Self.escaped(cell.text))**" : Self.escaped(cell.text)
          return cell.aside.map { "\(number) \(Self.escaped($0))" } ?? number
        }
    }
    let lines = ([head, rule] + rows).map { "| \($0.joined(separator: " | ")) |" }
    return lines.joined(separator: "\n") + "\n\n" + Self.escaped(caption) + "\n"
  }

  /// Every sign that Markdown could take for its own gets a backslash; line ends become spaces.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        escaped += " "
        continue
      }
      if "\\`*_{}[]<>#|~$&!".unicodeScalars.contains(scalar) { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }
}
