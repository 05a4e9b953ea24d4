/// Ticks, labels and everything else that a panel brings with it, for the sizes found so far.
extension GridSolver {
  mutating func fitPanels() throws(PlotError) {
    var cells: [[PanelLayout?]] = []
    for row in figure.cells.indices {
      var line: [PanelLayout?] = []
      for (column, panel) in figure.cells[row].enumerated() {
        line.append(try panel.map { panel throws(PlotError) in try cell(panel, row, column) })
      }
      cells.append(line)
    }
    layout.cells = cells
    try fitExponents()
    try measureTitles()
  }

  private mutating func measureTitles() throws(PlotError) {
    let titles = [layout.commonYText] + layout.panels.map { $0.yTitleText ?? $0.resolved.panel.y.title }
    for text in titles.compactMap(\.self).flatMap({ $0.split(separator: "\n") }) {
      let line = try engine.line(String(text), metrics.axisTitle)
      titleThickness = max(titleThickness, line.ascent + line.descent)
    }
  }

  private func cell(_ panel: ResolvedPanel, _ row: Int, _ column: Int) throws(PlotError) -> PanelLayout {
    let fitter = AxisFitter(engine: engine, metrics: metrics)
    var cell = PanelLayout(
      resolved: panel,
      x: try fitter.horizontal(panel.x, length: panelWidth, highest: 0.35 * heightLimit),
      y: try fitter.vertical(panel.y, length: panelHeights[row], widest: widestName(in: row)),
      showsXLabels: plan.showsX[row][column], showsYLabels: plan.showsY[row][column])
    cell.lineLabels = plan.lineLabels[row][column]
    if plan.showsColors[row][column] {
      cell.colorBar = try ColorBarLayout.make(
        panel, height: panelHeights[row], engine: engine, metrics: metrics)
    }
    cell.words = try panel.marks.map { mark throws(PlotError) in
      try mark.mark.text.map { text throws(PlotError) in try engine.line(text, metrics.tick) }
    }
    return cell
  }

  /// What a name on a vertical axis may take of the width: more where the panels of a row share one axis.
  private func widestName(in row: Int) -> Double {
    let axes = plan.showsY[row].count { $0 }
    return axes > 1 ? 0.42 * columnWidth : max(0.42 * columnWidth, 0.28 * layout.width)
  }

  private var columnWidth: Double { layout.width / Double(figure.columnCount) }

  /// What labels under a panel may take of the height.
  private var heightLimit: Double {
    if case .exact(_, let height) = preset.size { return height / Double(figure.rowCount) }
    return max(layout.width, 200)
  }
}
