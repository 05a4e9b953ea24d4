/// Draws a laid out figure: the words around the panels here, panels and marks by painters of their own.
struct FigurePainter {
  let layout: FigureLayout
  let figure: ResolvedFigure
  let plan: FigurePlan
  let theme: Theme
  let metrics: Metrics

  private(set) var elements: [Element] = []

  init(
    layout: FigureLayout, figure: ResolvedFigure, plan: FigurePlan, theme: Theme, metrics: Metrics
  ) {
    self.layout = layout
    self.figure = figure
    self.plan = plan
    self.theme = theme
    self.metrics = metrics
  }

  mutating func paint() -> [Element] {
    let left = metrics.margin
    add(.title, layout.title, left: left, top: layout.titleTop, theme.ink)
    add(.subtitle, layout.subtitle, left: left, top: layout.subtitleTop, theme.quietInk)
    for cells in layout.cells {
      for cell in cells.compactMap({ $0 }) {
        var painter = PanelPainter(
          panel: cell, looks: figure.looks, theme: theme, metrics: metrics, turnsTitles: layout.turnsTitles)
        elements += painter.paint()
      }
    }
    addRowTitles()
    addCommonTitles()
    addLegend()
    return elements
  }

  private mutating func add(
    _ role: Element.Role, _ block: TextBlock, left: Double, top: Double, _ color: Color
  ) {
    for (index, line) in block.lines.enumerated() {
      let at = Point(left, block.baseline(index, top: top))
      elements.append(Element(role, .text(line, at: at, color: color, turned: false)))
    }
  }

  private mutating func addRowTitles() {
    for (title, rows) in zip(layout.rowTitles, layout.rowTitleSpans) {
      let frames = layout.cells[rows].flatMap { $0.compactMap { $0?.frame } }
      guard let top = frames.map(\.top).min(), let bottom = frames.map(\.bottom).max() else { continue }
      elements += title.turned(
        .panelTitle, left: metrics.margin, centerY: (top + bottom) / 2, color: theme.ink)
    }
  }

  private mutating func addCommonTitles() {
    for (column, title) in layout.columnTitles.enumerated() {
      guard let frame = layout.cells.compactMap({ $0[column] }).first?.frame else { continue }
      let left = frame.left + layout.columnTitleShifts[column]
      add(.panelTitle, title, left: left, top: layout.columnTitlesTop, theme.ink)
    }
    if layout.turnsTitles {
      let rowTitles = layout.rowTitles.map(\.height).max() ?? 0
      let indent = rowTitles > 0 ? rowTitles + metrics.titleGap : 0
      elements += layout.commonY.turned(
        .axisTitle, left: metrics.margin + indent, centerY: layout.grid.centerY, color: theme.quietInk)
    } else {
      add(.axisTitle, layout.commonY, left: metrics.margin, top: layout.commonYTop, theme.quietInk)
    }
    for (index, line) in layout.commonX.lines.enumerated() {
      let at = Point(
        layout.grid.centerX - line.width / 2, layout.commonX.baseline(index, top: layout.commonXTop))
      var element = Element(.axisTitle, .text(line, at: at, color: theme.quietInk, turned: false))
      element.anchor = .middle
      elements.append(element)
    }
  }

  private mutating func addLegend() {
    guard plan.legend != .none else { return }
    let sample = LegendSample(figure: figure, theme: theme, metrics: metrics)
    for entry in layout.legend.entries {
      let y = layout.legendTop + entry.y
      var x = metrics.margin + entry.x
      if let series = entry.series {
        elements += sample.draw(series.key, left: x, width: layout.legend.sampleWidth, y: y)
        x += layout.legend.sampleWidth + layout.legend.sampleGap
      }
      let at = Point(x, y + entry.text.ascent / 2)
      let color = entry.isTitle ? theme.quietInk : entry.series == nil ? theme.notice : theme.ink
      elements.append(Element(.legendText, .text(entry.text, at: at, color: color, turned: false)))
    }
  }
}

extension TextBlock {
  /// The lines turned to read upwards, the first leftmost, centred on a height.
  func turned(_ role: Element.Role, left: Double, centerY: Double, color: Color) -> [Element] {
    lines.enumerated().map { index, line in
      let at = Point(baseline(index, top: left), centerY + line.width / 2)
      var element = Element(role, .text(line, at: at, color: color, turned: true))
      element.anchor = .middle
      return element
    }
  }
}
