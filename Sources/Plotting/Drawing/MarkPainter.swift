/// Draws the marks of a panel, back to front by kind.
struct MarkPainter {
  let panel: PanelLayout
  let looks: [String: SeriesLook]
  let theme: Theme
  let metrics: Metrics
  private let xScale: Scale
  private let yScale: Scale
  private let slots: BarSlots
  let equalLines: EqualLines
  private(set) var equalPoints = EqualPoints([])
  /// The largest radius of markers that stand in rows of names, so that neighbours do not touch.
  private(set) var markerLimit = Double.infinity

  init(panel: PanelLayout, looks: [String: SeriesLook], theme: Theme, metrics: Metrics) {
    self.panel = panel
    self.looks = looks
    self.theme = theme
    self.metrics = metrics
    xScale = panel.xScale
    yScale = panel.yScale
    slots = BarSlots(panel.resolved.marks)
    equalLines = EqualLines(panel.resolved.panel)
    equalPoints = EqualPoints(
      panel.resolved.marks.filter(\.hasLoneMarkers).map { mark in
        (mark.index, mark.rows.compactMap { place(mark, $0) })
      })
    markerLimit = limitOfMarkers()
  }

  /// From the back to the front.
  private static let order: [[Mark.Kind]] = [
    [.heatmap], [.area, .band], [.rule], [.segments, .interval], [.line], [.points], [.text],
  ]

  func paint() -> [Element] {
    var elements: [Element] = []
    for kinds in Self.order {
      for mark in panel.resolved.marks where kinds.contains(mark.mark.kind) { elements += paint(mark) }
    }
    return elements + omissionElements()
  }

  private func paint(_ mark: ResolvedMark) -> [Element] {
    switch mark.mark.kind {
    case .line: marks(lineShapes(mark))
    case .band, .area: marks(areaShapes(mark))
    case .points: marks(pointShapes(mark))
    case .interval, .segments: marks(segmentShapes(mark))
    case .rule: ruleElements(mark)
    case .text: textElements(mark)
    case .heatmap: heatmapElements(mark)
    }
  }

  private func marks(_ shapes: [Shape]) -> [Element] { shapes.map { Element(.mark, $0) } }

  /// Half the distance between the closest rows that hold markers, less their rims, for the shape that reaches furthest and
  /// for markers that show as rings around others.
  private func limitOfMarkers() -> Double {
    let marks = panel.resolved.marks.filter { $0.mark.kind == .points }
    let distances = marks.flatMap { mark in [true, false].compactMap { rowDistance(mark, isVertical: $0) } }
    guard let least = distances.min() else { return .infinity }
    let reach = marks.map { Marker.reach(look($0.mark).marker) }.max() ?? 1
    return max((least - Marker.rim) / 2 / reach / equalPoints.largestScale, Marker.leastRadius)
  }

  /// From the places of a mark in one row of names to those in the next, `nil` along an axis of numbers.
  private func rowDistance(_ mark: ResolvedMark, isVertical: Bool) -> Double? {
    let axis = isVertical ? panel.resolved.y : panel.resolved.x
    guard let names = axis.categories, names.count > 1 else { return nil }
    let size = slotSize(mark, isVertical: isVertical)
    return slots.holds(mark.mark) ? size : size * Double(slots.count) / Self.slotShare
  }
}

extension MarkPainter {
  var frame: Rect { panel.frame }

  /// The colour of a mark: its series', or ink.
  func color(_ mark: Mark) -> Color {
    if mark.style.isMuted { return theme.axis.opacity(mark.style.opacity) }
    let color = mark.series.flatMap { looks[$0]?.color } ?? theme.ink
    return color.opacity(mark.style.opacity)
  }

  func look(_ mark: Mark) -> SeriesLook {
    mark.series.flatMap { looks[$0] }
      ?? SeriesLook(color: theme.ink, dash: [], marker: .circle, hasMarkers: false)
  }

  func stroke(_ mark: Mark, width factor: Double = 1) -> Stroke {
    let width = theme.lineWidth * mark.style.width * factor
    let dash = look(mark).dash
    return Stroke(color(mark), width: width, dash: dash.map { $0 * width }, hasRoundCaps: dash.isEmpty)
  }

  /// The place of a row's near (0) or far (1) end, `nil` when the row is not shown. Ends that a mark has
  /// only once are the same for both.
  func place(_ mark: ResolvedMark, _ row: Int, end: Int = 0) -> Point? {
    guard mark.isShown[row],
      let xs = mark.x.isEmpty ? nil : mark.x[min(end, mark.x.count - 1)],
      let ys = mark.y.isEmpty ? nil : mark.y[min(end, mark.y.count - 1)],
      let x = xScale.place(xs[row] + shift(mark, isVertical: false)),
      let y = yScale.place(ys[row] + shift(mark, isVertical: true)) ?? openEnd(mark)
    else { return nil }
    return Point(x, y)
  }

  /// Where a shown band goes that has no end on a logarithmic axis: to the edge of the panel.
  private func openEnd(_ mark: ResolvedMark) -> Double? {
    guard mark.mark.kind == .band else { return nil }
    return panel.y.axis.axis.isReversed ? frame.top : frame.bottom
  }

  /// How far a mark stands from the middle of its band, in bands.
  func shift(_ mark: ResolvedMark, isVertical: Bool) -> Double {
    let axis = isVertical ? panel.resolved.y : panel.resolved.x
    let other = isVertical ? panel.resolved.x : panel.resolved.y
    guard axis.categories != nil, !(isVertical && other.categories != nil) else { return 0 }
    return slots.offset(of: mark.mark, share: Self.slotShare)
  }

  /// What part of a band is filled by the marks that stand side by side in it.
  static let slotShare = 0.74

  /// The rows in stretches without a gap.
  func stretches(_ mark: ResolvedMark) -> [[Int]] {
    var result: [[Int]] = []
    var current: [Int] = []
    for row in mark.rows {
      if mark.isShown[row] {
        current.append(row)
      } else if !current.isEmpty {
        result.append(current)
        current = []
      }
    }
    return current.isEmpty ? result : result + [current]
  }

  /// The thickness of one slot on the axis along which marks stand side by side.
  func slotSize(_ mark: ResolvedMark, isVertical: Bool) -> Double {
    let scale = isVertical ? yScale : xScale
    let places = (isVertical ? mark.y : mark.x).first ?? []
    let axis = isVertical ? panel.resolved.y : panel.resolved.x
    let unit = axis.categories != nil ? 1 : CellSize.smallestGap(places)
    let pixels = (scale.place(scale.lower + unit) ?? scale.end) - scale.start
    return pixels.magnitude * Self.slotShare / Double(slots.count)
  }

  /// Where zero lies on an axis, or the nearer end when it is beyond it.
  func zero(isVertical: Bool) -> Double {
    let scale = isVertical ? yScale : xScale
    let value = min(max(0, scale.lower), scale.upper)
    return scale.place(value) ?? (isVertical ? frame.bottom : frame.left)
  }

  func place(x: Double) -> Double? { xScale.place(x) }
  func place(y: Double) -> Double? { yScale.place(y) }
}
