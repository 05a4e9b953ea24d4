/// Draws the marks of a panel, and lends them what they need for it: places, colours and strokes.
struct MarkPainter {
  let panel: PanelLayout
  let looks: [String: SeriesLook]
  let theme: Theme
  let metrics: Metrics
  private let xScale: Scale
  private let yScale: Scale
  let slots: BandSlots
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
    slots = BandSlots(panel.resolved.marks)
    equalLines = EqualLines(panel.resolved.panel)
    equalPoints = EqualPoints(
      panel.resolved.marks.filter { $0.geometry.hasLoneMarkers($0) }.map { mark in
        (mark.index, mark.rows.compactMap { place(mark, $0) })
      })
    markerLimit = largestMarkerRadius()
  }

  /// The marks by layer, and then what points to the values that have no place.
  func paint() -> [Element] {
    var elements: [Element] = []
    for layer in MarkLayer.allCases {
      for mark in panel.resolved.marks where mark.geometry.layer == layer {
        elements += mark.geometry.draw(mark, with: self)
      }
    }
    return elements + omissionElements()
  }
}

extension MarkPainter {
  /// Position of zero on the vertical axis, or of the nearer end when zero is beyond it.
  var zero: Double {
    let scale = panel.yScale
    return scale.place(min(max(0, scale.lower), scale.upper)) ?? frame.bottom
  }

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

  /// Returns the edge of the panel, to which a shown row goes that has no end on a logarithmic axis.
  private func openEnd(_ mark: ResolvedMark) -> Double? {
    guard mark.geometry.runsOffAxis else { return nil }
    return panel.y.axis.axis.isReversed ? frame.top : frame.bottom
  }

  /// Returns the offset of a mark from the middle of its band, in bands.
  func shift(_ mark: ResolvedMark, isVertical: Bool) -> Double {
    let axis = isVertical ? panel.resolved.y : panel.resolved.x
    let other = isVertical ? panel.resolved.x : panel.resolved.y
    guard axis.categories != nil, !(isVertical && other.categories != nil) else { return 0 }
    return slots.offset(of: mark.mark, share: Self.slotShare)
  }

  /// The part of a band that is filled by the marks that stand side by side in it.
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

  func place(x: Double) -> Double? { xScale.place(x) }
  func place(y: Double) -> Double? { yScale.place(y) }
}

/// The series that stand side by side on one band, and their order.
struct BandSlots {
  /// The place of a kind of mark where another axis has names.
  enum Use {
    /// Each series has a slot of its own.
    case takes
    /// Stands in the slot of its series where that has one.
    case joins
    /// Stands in the middle of the band.
    case none
  }

  /// The series that have a slot, first to last. A mark without a series takes the middle of its band.
  private var order: [String] = []

  init(_ marks: [ResolvedMark]) {
    for mark in marks where mark.geometry.slot == .takes {
      if let key = mark.mark.series, !order.contains(key) { order.append(key) }
    }
  }

  /// Number of series that stand side by side, at least 1.
  var count: Int { max(order.count, 1) }

  /// The height of a lying band in which all have room, in multiples of the font size.
  var goodHeight: Double { max(1.9, 0.75 + 0.8 * Double(count)) }

  /// The offset of a mark's middle from the middle of its band, in bands, when the slots fill `share` of it.
  func offset(of mark: Mark, share: Double) -> Double {
    guard holds(mark), let key = mark.series, let index = order.firstIndex(of: key) else { return 0 }
    return (Double(index) + 0.5) / Double(order.count) * share - share / 2
  }

  /// Whether a mark stands beside others in their bands, rather than in the middle.
  func holds(_ mark: Mark) -> Bool {
    guard order.count > 1, let key = mark.series, order.contains(key) else { return false }
    return mark.kind.geometry.slot != .none
  }
}
