import Figures
import Support

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
    let lines =
      ["\\begin{\(environment)}[t]", "  \\centering", "  \\\(fit.setting.size.rawValue)"]
      + [
        "  \\setlength{\\tabcolsep}{\(NumberText.significant(fit.setting.separation, digits: 1))pt}",
        "  \\begin{tabular}{\(grid.columns)}", "    \\toprule",
      ] + grid.lines.map { "    \($0)" } + ["    \\bottomrule", "  \\end{tabular}"]
      + Self.caption(self, parts: fit.grids.count).lines(part).map { "  \($0)" } + ["\\end{\(environment)}"]
    return ((part == 0 ? ["% Needs \\usepackage{booktabs}."] : []) + lines).joined(separator: "\n") + "\n"
  }

  /// The caption of a table in so many parts; which rows a part has is seen.
  static func caption(_ text: TableText, parts: Int) -> FloatCaption {
    FloatCaption(
      counter: "table", label: "tab:\(text.table.id)", caption: text.caption,
      parts: [String](repeating: "", count: parts))
  }
}
