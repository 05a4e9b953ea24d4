/// Draws one panel: grid, marks, axes and the words that belong to it.
struct PanelPainter {
  let panel: PanelLayout
  let looks: [String: SeriesLook]
  let theme: Theme
  let metrics: Metrics
  let turnsTitles: Bool

  private var elements: [Element] = []
  private var frame: Rect { panel.frame }

  init(
    panel: PanelLayout, looks: [String: SeriesLook], theme: Theme, metrics: Metrics, turnsTitles: Bool
  ) {
    self.panel = panel
    self.looks = looks
    self.theme = theme
    self.metrics = metrics
    self.turnsTitles = turnsTitles
  }

  mutating func paint() -> [Element] {
    paintHeading()
    paintGrid()
    let marks = MarkPainter(panel: panel, looks: looks, theme: theme, metrics: metrics)
    elements += marks.paint()
    paintEmptiness()
    paintXAxis()
    paintYAxis()
    elements += LineLabelPainter(panel: panel, looks: looks, theme: theme, metrics: metrics).paint()
    if let bar = panel.colorBar {
      elements += ColorBarPainter(bar: bar, frame: frame, theme: theme, metrics: metrics).paint()
    }
    return elements
  }

  private mutating func stroke(_ role: Element.Role, _ path: Path, _ stroke: Stroke) {
    if !path.isEmpty { elements.append(Element(role, .stroke(path, stroke))) }
  }

  private mutating func text(
    _ role: Element.Role, _ line: TextLine, _ x: Double, _ y: Double, _ color: Color,
    anchor: TextAnchor = .start
  ) {
    var element = Element(role, .text(line, at: Point(x, y), color: color, turned: false))
    element.anchor = anchor
    elements.append(element)
  }

  private mutating func paintHeading() {
    let hasLevelTitle = !turnsTitles && !panel.yTitle.isEmpty
    let blocks: [(Element.Role, TextBlock, shift: Double, Color)] = [
      (.panelTitle, panel.title, panel.titleShift, theme.ink),
      (.notice, panel.notice, panel.noticeShift, theme.notice),
      (.axisTitle, turnsTitles ? .empty : panel.yTitle, 0, theme.quietInk),
    ].filter { !$0.1.isEmpty }
    // Stacked upwards from the panel, so that the headings of a row stand on one line.
    var bottom = frame.top - metrics.underHeading
    if panel.yExponentRoom > 0 {
      bottom -= panel.yExponentRoom
      for line in panel.yExponent.lines {
        text(.exponent, line, labelsLeft, bottom + panel.yExponentRoom - line.descent, theme.quietInk)
      }
      bottom -= metrics.headingGap
    }
    for (role, block, shift, color) in blocks.reversed() {
      let top = bottom - block.height
      for (index, line) in block.lines.enumerated() {
        let left = hasLevelTitle ? labelsLeft : frame.left + shift
        text(role, line, left, block.baseline(index, top: top), color)
      }
      bottom = top - metrics.headingGap
    }
  }

  /// The left edge of the labels of the vertical axis.
  private var labelsLeft: Double {
    guard panel.showsYLabels else { return frame.left }
    return frame.left - panel.y.labelExtent - yLabelGap
  }

  private var yLabelGap: Double { metrics.tickGap + (panel.y.hasLine ? metrics.tickLength : 0) }

  private mutating func paintEmptiness() {
    guard let line = panel.emptyRemark else { return }
    text(
      .notice, line, frame.centerX - line.width / 2, frame.centerY + line.ascent / 2, theme.notice,
      anchor: .middle)
  }

  /// The grid; none runs through the words of a panel without data.
  private mutating func paintGrid() {
    if panel.emptyRemark != nil { return }
    let hairline = Stroke(theme.grid, width: theme.hairline)
    var path = Path()
    let isHeatmap = panel.resolved.x.isFilled && panel.resolved.y.isFilled
    if panel.y.axis.axis.grid ?? (panel.y.axis.categories == nil && !isHeatmap) {
      for place in places(panel.y, panel.yScale) {
        path.move(Point(frame.left, place))
        path.line(Point(frame.right, place))
      }
    }
    if panel.x.axis.axis.grid
      ?? (panel.x.axis.categories == nil && panel.y.axis.categories != nil && !isHeatmap)
    {
      for place in places(panel.x, panel.xScale) {
        path.move(Point(place, frame.top))
        path.line(Point(place, frame.bottom))
      }
    }
    stroke(.grid, path, hairline)
    paintZero()
  }

  /// A stronger line at zero where a vertical axis of numbers holds both signs.
  private mutating func paintZero() {
    guard panel.y.axis.categories == nil, panel.y.lower < 0, panel.y.upper > 0, !panel.y.axis.isFilled,
      let zero = panel.yScale.place(0)
    else { return }
    stroke(
      .grid, Path(from: Point(frame.left, zero), to: Point(frame.right, zero)),
      Stroke(theme.axis, width: theme.hairline))
  }

  private func places(_ axis: AxisLayout, _ scale: Scale) -> [Double] {
    axis.ticks.compactMap { scale.place($0.value) }
  }

  private mutating func paintXAxis() {
    let scale = panel.xScale
    let isBand = panel.x.axis.categories != nil
    let line = Stroke(theme.axis, width: theme.hairline)
    let isHeatmap = panel.resolved.x.isFilled && panel.resolved.y.isFilled
    if !isHeatmap, !(panel.y.axis.categories != nil && !isBand) {
      stroke(
        .axis, Path(from: Point(frame.left, frame.bottom), to: Point(frame.right, frame.bottom)), line)
    }
    if !isBand {
      var path = Path()
      for place in places(panel.x, scale) { addTick(&path, x: place, length: metrics.tickLength) }
      for value in panel.x.minor {
        if let place = scale.place(value) { addTick(&path, x: place, length: 0.55 * metrics.tickLength) }
      }
      stroke(.axis, path, line)
    }
    if panel.showsXLabels {
      for tick in panel.x.ticks {
        guard let place = scale.place(tick.value) else { continue }
        paintXLabel(tick.label, at: place, top: frame.bottom + metrics.tickLength + metrics.tickGap)
      }
    }
    paintXExponent()
    paintXTitle()
  }

  /// The lower edge of the labels of the horizontal axis.
  private var labelsBottom: Double {
    guard panel.showsXLabels, !panel.x.ticks.isEmpty else { return frame.bottom }
    return frame.bottom + metrics.tickLength + metrics.tickGap + panel.x.labelExtent
  }

  private mutating func paintXExponent() {
    let top = labelsBottom + metrics.exponentGap
    for line in panel.xExponent.lines {
      text(.exponent, line, frame.right - line.width, top + line.ascent, theme.quietInk, anchor: .end)
    }
  }

  private func addTick(_ path: inout Path, x: Double, length: Double) {
    path.move(Point(x, frame.bottom))
    path.line(Point(x, frame.bottom + length))
  }

  private mutating func paintXLabel(_ label: TextBlock, at place: Double, top: Double) {
    for (index, line) in label.lines.enumerated() {
      if panel.x.isTurned {
        let left = place - label.height / 2
        let at = Point(label.baseline(index, top: left), top + line.width)
        var element = Element(.tickLabel, .text(line, at: at, color: theme.quietInk, turned: true))
        element.anchor = .end
        elements.append(element)
      } else {
        let baseline = label.baseline(index, top: top + panel.x.labelAscent - label.ascent)
        text(.tickLabel, line, place - line.width / 2, baseline, theme.quietInk, anchor: .middle)
      }
    }
  }

  private mutating func paintXTitle() {
    guard !panel.xTitle.isEmpty else { return }
    var top = labelsBottom + metrics.titleGap
    if panel.xExponentRoom > 0 { top += metrics.exponentGap + panel.xExponentRoom }
    for (index, line) in panel.xTitle.lines.enumerated() {
      text(
        .axisTitle, line, frame.centerX - line.width / 2, panel.xTitle.baseline(index, top: top),
        theme.quietInk, anchor: .middle)
    }
  }

  private mutating func paintYAxis() {
    let scale = panel.yScale
    let right = frame.left - yLabelGap
    paintYLine(scale)
    if panel.y.hidesZero {
      stroke(.axis, ZeroBreak.path(frame, metrics), Stroke(theme.axis, width: theme.hairline))
    }
    if panel.showsYLabels {
      for tick in panel.y.ticks {
        guard let place = scale.place(tick.value) else { continue }
        let label = tick.label
        let top = place - (label.height - (label.lines.last?.descent ?? 0)) / 2
        for (index, line) in label.lines.enumerated() {
          text(
            .tickLabel, line, right - line.width, label.baseline(index, top: top), theme.quietInk,
            anchor: .end)
        }
      }
    }
    guard turnsTitles, !panel.yTitle.isEmpty else { return }
    let left = labelsLeft - metrics.titleGap - panel.yTitle.height
    elements += panel.yTitle.turned(.axisTitle, left: left, centerY: frame.centerY, color: theme.quietInk)
  }

  /// The line of a vertical axis of names, and of a logarithmic one with its ticks.
  private mutating func paintYLine(_ scale: Scale) {
    let isHeatmap = panel.resolved.x.isFilled && panel.resolved.y.isFilled
    guard panel.y.hasLine || panel.y.axis.categories != nil && !isHeatmap && !panel.resolved.hasUprightRule
    else { return }
    var path = Path(from: Point(frame.left, frame.top), to: Point(frame.left, frame.bottom))
    if panel.y.hasLine {
      let minor = panel.y.minor.compactMap { scale.place($0) }.map { ($0, 0.55 * metrics.tickLength) }
      for (place, length) in places(panel.y, scale).map({ ($0, metrics.tickLength) }) + minor {
        path.move(Point(frame.left - length, place))
        path.line(Point(frame.left, place))
      }
    }
    stroke(.axis, path, Stroke(theme.axis, width: theme.hairline))
  }
}
