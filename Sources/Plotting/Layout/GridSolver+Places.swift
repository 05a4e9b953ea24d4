/// Stacks what has been measured from top to bottom.
extension GridSolver {
  /// Places everything; the height follows unless it was given.
  mutating func place() {
    var stack = VerticalStack(top: metrics.margin)
    placeHeads(&stack)
    for row in layout.cells.indices {
      if row > 0 { stack.top += metrics.rowGap }
      placeRow(row, &stack)
    }
    layout.grid = Rect(
      left: left(of: 0), top: layout.panels.map(\.frame.top).min() ?? 0,
      right: left(of: figure.columnCount - 1) + panelWidth,
      bottom: layout.panels.map(\.frame.bottom).max() ?? 0)
    layout.strips = strips(foot: stack.top)
    placeFeet(&stack)
    if case .exact = preset.size, layout.height > 0, panelHeights.contains(where: { $0 > 0 }) { return }
    layout.height = ((stack.top + metrics.margin) * 10).rounded(.up) / 10
  }

  /// Places what stands above all panels.
  private mutating func placeHeads(_ stack: inout VerticalStack) {
    layout.titleTop = stack.add(layout.title.height, gap: 0.5 * metrics.font)
    layout.subtitleTop = stack.add(layout.subtitle.height, gap: metrics.blockGap)
    if !layout.title.isEmpty, layout.subtitle.isEmpty { stack.top += 0.3 * metrics.font }
    if plan.legend == .top { layout.legendTop = stack.add(layout.legend.height, gap: metrics.blockGap) }
    if !turnsTitles { layout.commonYTop = stack.add(layout.commonY.height, gap: metrics.underHeading) }
    layout.columnTitlesTop = stack.add(
      layout.columnTitles.map(\.height).max() ?? 0, gap: metrics.underHeading)
  }

  /// Places what stands below all panels.
  private mutating func placeFeet(_ stack: inout VerticalStack) {
    if !layout.commonX.isEmpty { stack.top += metrics.titleGap }
    layout.commonXTop = stack.add(layout.commonX.height, gap: 0)
  }

  /// The left edge of the panels of a column.
  func left(of column: Int) -> Double {
    var left = metrics.margin + gridIndent + leftGutters[0]
    for index in 0..<column {
      left += panelWidth + rightGutters[index] + metrics.columnGap + leftGutters[index + 1]
    }
    return left
  }

  private mutating func placeRow(_ row: Int, _ stack: inout VerticalStack) {
    let cells = layout.cells[row].compactMap { $0 }
    let heading = cells.map { headingHeight($0) }.max() ?? 0
    let top = stack.top + heading
    let bottom = top + panelHeights[row]
    for column in layout.cells[row].indices {
      let x = left(of: column)
      layout.cells[row][column]?.frame = Rect(left: x, top: top, right: x + panelWidth, bottom: bottom)
    }
    stack.top = bottom + (cells.map { footHeight($0) }.max() ?? 0)
  }

  private func headingHeight(_ cell: PanelLayout) -> Double {
    let blocks = [cell.title, cell.notice, turnsTitles ? .empty : cell.yTitle]
    let heights = (blocks.map(\.height) + [cell.yExponentRoom]).filter { $0 > 0 }
    guard !heights.isEmpty else { return 0.5 * metrics.small }
    let gaps = metrics.headingGap * Double(heights.count - 1) + metrics.underHeading
    return heights.reduce(0, +) + gaps
  }

  private func footHeight(_ cell: PanelLayout) -> Double {
    var height = 0.25 * metrics.small
    if cell.showsXLabels, !cell.x.ticks.isEmpty {
      height = metrics.tickLength + metrics.tickGap + cell.x.labelExtent
    }
    if cell.xExponentRoom > 0 { height += metrics.exponentGap + cell.xExponentRoom }
    if !cell.xTitle.isEmpty { height += metrics.titleGap + cell.xTitle.height }
    return height
  }
}

/// A place that moves down as things are set under each other.
struct VerticalStack {
  var top: Double

  /// Sets something `height` high, followed by a gap, and returns where its top is; nothing takes no gap.
  mutating func add(_ height: Double, gap: Double) -> Double {
    let start = top
    if height > 0 { top += height + gap }
    return start
  }
}
