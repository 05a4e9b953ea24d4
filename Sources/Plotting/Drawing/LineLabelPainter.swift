/// Writes the names of a panel's lines at their ends.
struct LineLabelPainter {
  let panel: PanelLayout
  let looks: [String: SeriesLook]
  let theme: Theme
  let metrics: Metrics

  private var frame: Rect { panel.frame }

  func paint() -> [Element] {
    let placed = ends
    let half = metrics.labelSpacing / 2
    let centers = LabelSpread.spread(
      placed.map(\.end.y), spacing: metrics.labelSpacing, lower: frame.top + half, upper: frame.bottom - half)
    return zip(placed, centers).flatMap { item, center in
      elements(of: item.label, end: item.end, center: center)
    }
  }

  /// The labels whose lines end in the panel, from the top.
  private var ends: [(label: LineLabel, end: Point)] {
    let (xScale, yScale) = (panel.xScale, panel.yScale)
    return panel.lineLabels.compactMap { label -> (label: LineLabel, end: Point)? in
      guard let x = xScale.place(label.endX), let y = yScale.place(label.endY) else { return nil }
      return (label, Point(x, y))
    }.sorted { ($0.end.y, $0.label.series) < ($1.end.y, $1.label.series) }
  }

  /// A name, and where it stands apart from its line what leads to it.
  private func elements(of label: LineLabel, end: Point, center: Double) -> [Element] {
    let left = frame.right + metrics.labelGap
    let color = looks[label.series]?.color ?? theme.ink
    let words = Element(
      .label,
      .text(
        label.text, at: Point(left, center + label.text.ascent / 2),
        color: Theme.wordColor(of: color, ink: theme.ink), turned: false))
    guard (center - end.y).magnitude > 0.1 * metrics.font || end.x < frame.right - 2 * metrics.inset else {
      return [words]
    }
    let start = Point(end.x + 0.25 * metrics.font, end.y)
    var path = Path(from: start, to: Point(max(start.x, frame.right + 0.2 * metrics.font), end.y))
    path.line(Point(left - 0.2 * metrics.font, center))
    return [Element(.leader, .stroke(path, Stroke(color.opacity(0.75), width: theme.hairline))), words]
  }
}
