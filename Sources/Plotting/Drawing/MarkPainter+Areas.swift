extension MarkPainter {
  /// Bars from zero, or from the end of the axis where that has no zero.
  func barShapes(_ mark: ResolvedMark) -> [Shape] {
    let isUpright = mark.mark.barsAreUpright
    let half = slotSize(mark, isVertical: !isUpright) * 0.46
    let base = zero(isVertical: isUpright)
    var path = Path()
    let ends = mark.rows.compactMap { place(mark, $0) }
    for end in Thinning.bars(ends, isUpright: isUpright) {
      path.polygon(
        isUpright
          ? Self.corners(end.x - half, min(base, end.y), end.x + half, max(base, end.y))
          : Self.corners(min(base, end.x), end.y - half, max(base, end.x), end.y + half))
    }
    return path.isEmpty ? [] : [.fill(path, color(mark.mark))]
  }

  private static func corners(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> [Point] {
    [Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)]
  }

  /// Markers; those of a strip are spread sideways within their slot.
  func pointShapes(_ mark: ResolvedMark) -> [Shape] {
    let look = look(mark.mark)
    let isStrip = mark.mark.kind == .strip
    var points = mark.rows.compactMap { place(mark, $0) }
    let crowd =
      isStrip ? 0.6 : min(1, max(0.65, (60 / Double(max(points.count, 1))).squareRoot().squareRoot()))
    let natural = Marker.radius(theme) * mark.mark.style.width * crowd
    let radius = isStrip ? natural : min(natural, markerLimit)
    let marker = Marker(shape: look.marker, radius: radius)
    let color = color(mark.mark)
    if points.count > Self.mostMarkers { points = Thinning.markers(points, side: 0.5 * radius) }
    if !isStrip, points.count <= Self.mostRims {
      return points.flatMap { point in
        let radius = radius * equalPoints.scale(of: mark.index, at: point)
        return Marker(shape: look.marker, radius: radius).shapes(at: point, color: color, paper: theme.paper)
      }
    }
    var path = Path()
    let spread =
      isStrip
      ? Swarm.spread(points, radius: radius, room: stripRoom(mark), isUpright: stripIsUpright) : points
    for point in spread { marker.add(to: &path, at: point) }
    return path.isEmpty ? [] : [.fill(path, color.opacity(isStrip ? 0.55 : 0.7))]
  }

  /// With more markers than this a rim around each would be all one sees.
  private static let mostRims = 400
  /// With more than this most of them are hidden behind others.
  private static let mostMarkers = 20_000

  private var stripIsUpright: Bool { panel.resolved.y.categories == nil }

  private func stripRoom(_ mark: ResolvedMark) -> Double {
    0.5 * slotSize(mark, isVertical: !stripIsUpright)
  }

  /// Words beside their places, moved inwards where they would leave the panel.
  func textElements(_ mark: ResolvedMark) -> [Element] {
    zip(mark.rows, panel.textLines(of: mark)).compactMap { row, line in
      guard let line, let at = place(mark, row) else { return nil }
      let gap = 0.45 * metrics.font
      var start: Point
      switch mark.mark.style.anchor {
      case .center: start = Point(at.x - line.width / 2, at.y + line.ascent / 2)
      case .above: start = Point(at.x - line.width / 2, at.y - gap)
      case .below: start = Point(at.x - line.width / 2, at.y + gap + line.ascent)
      case .left: start = Point(at.x - gap - line.width, at.y + line.ascent / 2)
      case .right: start = Point(at.x + gap, at.y + line.ascent / 2)
      }
      start.x = max(min(start.x, frame.right - line.width), frame.left)
      start.y = max(min(start.y, frame.bottom - line.descent), frame.top + line.ascent)
      let color = mark.mark.series == nil ? theme.quietInk : color(mark.mark).mixed(with: theme.ink, 0.3)
      return Element(.markText, .text(line, at: start, color: color, turned: false))
    }
  }

  /// Boxes over quartiles, with whiskers to the last sample within 1.5 interquartile ranges.
  func boxShapes(_ mark: ResolvedMark) -> [Shape] {
    let isUpright = stripIsUpright
    let half = 0.36 * slotSize(mark, isVertical: !isUpright)
    var shapes: [Shape] = []
    for (position, values) in groups(mark, isUpright: isUpright) {
      guard let summary = BoxSummary(values) else { continue }
      let measured = [
        summary.lowWhisker, summary.lowQuartile, summary.median, summary.highQuartile, summary.highWhisker,
      ]
      .compactMap { isUpright ? place(y: $0) : place(x: $0) }
      guard measured.count == 5 else { continue }
      shapes += box(at: position, half: half, measured, isUpright: isUpright, color: color(mark.mark))
    }
    return shapes
  }

  private func groups(_ mark: ResolvedMark, isUpright: Bool) -> [(Double, [Double])] {
    var order: [Double] = []
    var samples: [Double: [Double]] = [:]
    for row in mark.rows {
      guard let at = place(mark, row), let value = (isUpright ? mark.y : mark.x).first?[row] else { continue }
      let position = isUpright ? at.x : at.y
      if samples[position] == nil { order.append(position) }
      samples[position, default: []].append(value)
    }
    return order.map { ($0, samples[$0] ?? []) }
  }

  private func box(
    at position: Double, half: Double, _ m: [Double], isUpright: Bool, color: Color
  ) -> [Shape] {
    func at(_ along: Double, _ across: Double) -> Point {
      isUpright ? Point(position + across, along) : Point(along, position + across)
    }
    var body = Path()
    body.polygon([at(m[1], -half), at(m[1], half), at(m[3], half), at(m[3], -half)])
    var whiskers = Path(from: at(m[0], 0), to: at(m[1], 0))
    whiskers.move(at(m[3], 0))
    whiskers.line(at(m[4], 0))
    let thin = Stroke(color, width: 0.75 * theme.lineWidth)
    let median = Path(from: at(m[2], -half), to: at(m[2], half))
    return [
      .fill(body, color.opacity(theme.bandOpacity)), .stroke(body, thin), .stroke(whiskers, thin),
      .stroke(median, Stroke(color, width: 1.5 * theme.lineWidth)),
    ]
  }
}
