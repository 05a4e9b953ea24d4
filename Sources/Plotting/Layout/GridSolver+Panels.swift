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

  /// Returns the width that a name on a vertical axis may take: more where the panels of a row share one
  /// axis.
  private func widestName(in row: Int) -> Double {
    let axes = plan.showsY[row].count { $0 }
    return axes > 1 ? 0.42 * columnWidth : max(0.42 * columnWidth, 0.28 * layout.width)
  }

  private var columnWidth: Double { layout.width / Double(figure.columnCount) }

  /// Height that labels under a panel may take.
  private var heightLimit: Double {
    if case .exact(_, let height) = preset.size { return height / Double(figure.rowCount) }
    return max(layout.width, 200)
  }
}

/// The power of ten of each axis whose numbers have one: behind the title of the axis, or of all axes where they have the
/// same, else at the end of the axis.
extension GridSolver {
  /// The names of the same things on horizontal and vertical axes.
  private struct Side {
    let common: AxisTitle?
    let showsTitle: [[Bool]]
    let title: KeyPath<PanelLayout, String?>
    let axis: KeyPath<PanelLayout, AxisLayout>
    let showsLabels: KeyPath<PanelLayout, Bool>
    let text: WritableKeyPath<PanelLayout, String?>
    let exponent: WritableKeyPath<PanelLayout, TextBlock>
    let room: WritableKeyPath<PanelLayout, Double>
  }

  mutating func fitExponents() throws(PlotError) {
    layout.commonXText = try fit(
      Side(
        common: plan.commonX, showsTitle: plan.showsXTitle, title: \.resolved.panel.x.title, axis: \.x,
        showsLabels: \.showsXLabels, text: \.xTitleText, exponent: \.xExponent, room: \.xExponentRoom))
    layout.commonYText = try fit(
      Side(
        common: plan.commonY, showsTitle: plan.showsYTitle, title: \.resolved.panel.y.title, axis: \.y,
        showsLabels: \.showsYLabels, text: \.yTitleText, exponent: \.yExponent, room: \.yExponentRoom))
  }

  /// Gives the panels their titles and exponents, and returns what all have in common.
  private mutating func fit(_ side: Side) throws(PlotError) -> String? {
    var common = side.common
    common?.exponent = sharedExponent(side)
    for row in layout.cells.indices {
      var cells = layout.cells[row]
      for (column, cell) in cells.enumerated() {
        guard let cell else { continue }
        let exponent = cell[keyPath: side.showsLabels] ? cell[keyPath: side.axis].exponent : nil
        if side.showsTitle[row][column] {
          let title = cell[keyPath: side.title] ?? ""
          cells[column]?[keyPath: side.text] = AxisTitle(title, exponent: exponent).text
        } else if let exponent, common?.exponent == nil {
          cells[column]?[keyPath: side.exponent] = try block(exponent)
        }
      }
      let room = cells.compactMap { $0?[keyPath: side.exponent].height }.max() ?? 0
      for column in cells.indices { cells[column]?[keyPath: side.room] = room }
      layout.cells[row] = cells
    }
    return common?.text
  }

  /// The exponent of all axes with numbers, `nil` when they differ. A number that stands alone has its own beside it, and
  /// zero is the same with any.
  private func sharedExponent(_ side: Side) -> Int? {
    let axes = layout.panels.filter { $0[keyPath: side.showsLabels] }.map { $0[keyPath: side.axis] }
    let exponents = Set(axes.filter { !$0.needsNoExponent }.map(\.exponent))
    return exponents.count == 1 ? exponents.first ?? nil : nil
  }

  private func block(_ exponent: Int) throws(PlotError) -> TextBlock {
    let line = try engine.line(TickNumbers.factor(exponent), metrics.tick)
    return TextBlock(lines: [line], size: metrics.small)
  }
}
