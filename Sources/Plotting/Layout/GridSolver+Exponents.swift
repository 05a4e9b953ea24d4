/// The power of ten of each axis whose numbers have one: behind the title of the axis, or of all axes where they have the
/// same, else at the end of the axis.
extension GridSolver {
  /// What is alike for horizontal and vertical axes.
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
    let line = try engine.line(NumberText.factor(exponent), metrics.tick)
    return TextBlock(lines: [line], size: metrics.small)
  }
}
