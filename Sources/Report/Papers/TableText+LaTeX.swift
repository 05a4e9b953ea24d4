extension TableText {
  /// Floating tables with `booktabs` rules that fit into the page of `style`: one, or as many as pages are needed.
  func latex(_ style: TableStyle) -> String {
    let fit = TableFit(self, style)
    let environment = style.page.environment("table", fit.width)
    return fit.grids.indices.map { part in
      latex(fit, part, environment)
    }.joined(separator: "\n")
  }

  private func latex(_ fit: TableFit, _ part: Int, _ environment: String) -> String {
    let grid = fit.grids[part]
    let label = "tab:\(table.id)"
    let isFirst = part == 0
    let lines =
      (isFirst ? ["% Needs \\usepackage{booktabs}."] : []) + [
        "\\begin{\(environment)}[t]", "  \\centering", "  \\\(fit.setting.size.rawValue)",
        "  \\setlength{\\tabcolsep}{\(NumberFormat.text(fit.setting.separation, digits: 1))pt}",
        "  \\begin{tabular}{\(grid.columns)}", "    \\toprule",
      ] + grid.lines.map { "    \($0)" } + [
        "    \\bottomrule", "  \\end{tabular}",
        isFirst
          ? "  \\caption{\(LaTeX.escaped(caption))}"
          : "  \\caption{Table~\\ref{\(label)}, part \(part + 1) of \(fit.grids.count).}",
        "  \\label{\(label)\(isFirst ? "" : "-\(part + 1)")}", "\\end{\(environment)}",
      ]
    return lines.joined(separator: "\n") + "\n"
  }
}
