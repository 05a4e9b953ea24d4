extension MarkPainter {
  /// Lines, interrupted at gaps; a point between two gaps becomes a dot.
  func lineShapes(_ mark: ResolvedMark) -> [Shape] {
    var path = Path()
    var lonely: [Point] = []
    for rows in stretches(mark) {
      let points = rows.compactMap { place(mark, $0) }
      if points.count == 1 {
        lonely += points
      } else {
        add(Thinning.line(points), to: &path)
      }
    }
    var shapes: [Shape] = []
    if !path.isEmpty { shapes.append(.stroke(path, lineStroke(mark))) }
    let look = look(mark.mark)
    let marked = markedPoints(mark) ?? lonely
    let radius = Marker.radius(theme) * mark.mark.style.width.squareRoot()
    return shapes
      + marked.flatMap { point in
        Marker(shape: look.marker, radius: radius * equalPoints.scale(of: mark.index, at: point))
          .shapes(at: point, color: color(mark.mark), paper: theme.paper)
      }
  }

  /// The stroke of a line; of lines that lie on one another, one that lets the others be seen.
  private func lineStroke(_ mark: ResolvedMark) -> Stroke {
    var stroke = stroke(mark.mark)
    guard let (rank, count) = equalLines.turn(of: mark.index) else { return stroke }
    stroke.dash = EqualLines.dash(rank: rank, of: count).map { $0 * stroke.width }
    stroke.hasRoundCaps = rank == 0
    return stroke
  }

  /// The points of a line that bear a marker, `nil` when it has none. On long lines, where a marker at every
  /// point would hide the line, these are about a dozen, at other places than those of the series before.
  private func markedPoints(_ mark: ResolvedMark) -> [Point]? {
    guard look(mark.mark).hasMarkers else { return nil }
    let (rank, count) = equalLines.turn(of: mark.index) ?? (0, 1)
    let points = mark.rows.compactMap { place(mark, $0) }.enumerated()
      .filter { $0.offset % count == rank }.map(\.element)
    guard points.count > Self.mostOnLine else { return points }
    let stride = points.count / 12
    let start = stride * (mark.index % 4) / 4 + stride / 8
    return Swift.stride(from: start, to: points.count, by: stride).map { points[$0] }
  }

  /// With more points than this markers stand at some of them only.
  private static let mostOnLine = 40

  private func add(_ points: [Point], to path: inout Path) {
    guard let first = points.first else { return }
    path.move(first)
    for point in points.dropFirst() { path.line(point) }
  }

  /// Bands between two curves, and areas down to zero. A band of one row becomes a stem.
  func areaShapes(_ mark: ResolvedMark) -> [Shape] {
    var path = Path()
    var stems = Path()
    let base = zero(isVertical: true)
    for rows in stretches(mark) {
      let near = rows.compactMap { place(mark, $0) }
      let far =
        mark.mark.kind == .area ? near.map { Point($0.x, base) } : rows.compactMap { place(mark, $0, end: 1) }
      if near.count == 1 {
        stems.move(near[0])
        stems.line(far[0])
      } else {
        path.polygon(Thinning.line(near) + Thinning.line(far).reversed())
      }
    }
    let tint = color(mark.mark).opacity(theme.bandOpacity)
    var shapes: [Shape] = []
    if !path.isEmpty { shapes.append(.fill(path, tint)) }
    if !stems.isEmpty {
      shapes.append(.stroke(stems, Stroke(tint, width: 2 * theme.lineWidth)))
    }
    return shapes
  }

  /// Segments, and intervals with caps.
  func segmentShapes(_ mark: ResolvedMark) -> [Shape] {
    var path = Path()
    let cap = mark.mark.kind == .interval ? 0.22 * metrics.font : 0
    for row in mark.rows {
      guard let near = place(mark, row), let far = place(mark, row, end: 1) else { continue }
      path.move(near)
      path.line(far)
      guard cap > 0 else { continue }
      let isUpright = mark.y.count > 1
      for end in [near, far] {
        path.move(Point(end.x - (isUpright ? cap : 0), end.y - (isUpright ? 0 : cap)))
        path.line(Point(end.x + (isUpright ? cap : 0), end.y + (isUpright ? 0 : cap)))
      }
    }
    var stroke = stroke(mark.mark, width: mark.mark.kind == .interval ? 0.85 : 1)
    if mark.mark.kind == .interval { (stroke.dash, stroke.hasRoundCaps) = ([], false) }
    guard !path.isEmpty else { return [] }
    return [.stroke(path, stroke)]
  }

  /// Lines across the panel.
  func ruleElements(_ mark: ResolvedMark) -> [Element] {
    var path = Path()
    for row in mark.rows where mark.isShown[row] {
      if let y = mark.y.first?[row], let place = place(y: y) {
        path.move(Point(frame.left, place))
        path.line(Point(frame.right, place))
      }
      if let x = mark.x.first?[row], let place = place(x: x) {
        path.move(Point(place, frame.top))
        path.line(Point(place, frame.bottom))
      }
    }
    var stroke = stroke(mark.mark, width: 0.6)
    stroke.hasRoundCaps = false
    return path.isEmpty ? [] : [Element(.mark, .stroke(path, stroke))]
  }
}
