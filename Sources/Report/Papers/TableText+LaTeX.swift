extension TableText {
  /// A floating table with `booktabs` rules, across both columns when it has more than six columns of numbers.
  var latex: String {
    let environment = table.columns.count > 6 ? "table*" : "table"
    let columns =
      String(repeating: "l", count: table.heads.count) + String(repeating: "r", count: table.columns.count)
    var lines = [
      "% Needs \\usepackage{booktabs}.", "\\begin{\(environment)}[t]", "  \\centering", "  \\small",
      "  \\setlength{\\tabcolsep}{4pt}", "  \\begin{tabular}{\(columns)}", "    \\toprule",
    ]
    if hasGroups { lines += groupLines }
    let heads = (table.heads + table.columns.map(\.title)).map(LaTeX.escaped)
    lines.append("    \(heads.joined(separator: " & ")) \\\\")
    lines.append("    \\midrule")
    for row in table.rows.indices {
      if row > 0, table.heads.count > 1, !repeats(row, 0) { lines.append("    \\addlinespace") }
      lines.append("    \(latexRow(row)) \\\\")
    }
    lines += [
      "    \\bottomrule", "  \\end{tabular}", "  \\caption{\(LaTeX.escaped(caption))}",
      "  \\label{tab:\(table.id)}", "\\end{\(environment)}",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// The headings of the groups, each over a rule as wide as its columns.
  private var groupLines: [String] {
    var cells = [String](repeating: "", count: table.heads.count)
    var rules: [String] = []
    var column = table.heads.count + 1
    for group in table.groups {
      cells.append("\\multicolumn{\(group.columns.count)}{c}{\(LaTeX.escaped(group.title))}")
      rules.append("\\cmidrule(lr){\(column)-\(column + group.columns.count - 1)}")
      column += group.columns.count
    }
    return ["    \(cells.joined(separator: " & ")) \\\\", "    \(rules.joined(separator: " "))"]
  }

  private func latexRow(_ row: Int) -> String {
    let heads = table.rows[row].heads.enumerated().map { repeats(row, $0) ? "" : LaTeX.escaped($1) }
    let numbers = cells[row].map { cell in
      let text = LaTeX.escaped(cell.text)
      let number = cell.isBest ? "\\textbf{\(text)}" : text
      return cell.aside.map { "\(number) {\\scriptsize \(LaTeX.escaped($0))}" } ?? number
    }
    return (heads + numbers).joined(separator: " & ")
  }
}
