extension Mark {
  /// A marker at each point.
  public static func points(x: Values, y: Values, series: String? = nil, style: MarkStyle = MarkStyle())
    -> Mark
  {
    Mark(.points, x: x, y: y, series: series, style: style)
  }
}

/// A marker at each place.
enum PointsGeometry: MarkGeometry {
  static let slot = BandSlots.Use.joins
  static let layer = MarkLayer.markers
  static let legendSample: LegendSample.Parts = .marker
  static let isMeasured = true

  static func hasLoneMarkers(_ mark: ResolvedMark) -> Bool { true }

  static func draw(_ mark: ResolvedMark, with painter: MarkPainter) -> [Element] {
    painter.pointShapes(mark).map { Element(.mark, $0) }
  }
}

extension MarkPainter {
  /// Markers, each with a rim where they are few enough for that.
  fileprivate func pointShapes(_ mark: ResolvedMark) -> [Shape] {
    let look = look(mark.mark)
    var points = mark.rows.compactMap { place(mark, $0) }
    let crowd = min(1, max(0.65, (60 / Double(max(points.count, 1))).squareRoot().squareRoot()))
    let radius = min(Marker.radius(theme) * mark.mark.style.width * crowd, markerLimit)
    let marker = Marker(shape: look.marker, radius: radius)
    let color = color(mark.mark)
    if points.count > Self.mostMarkers { points = Thinning.markers(points, side: 0.5 * radius) }
    if points.count <= Self.mostRims {
      return points.flatMap { point in
        let radius = radius * equalPoints.scale(of: mark.index, at: point)
        return Marker(shape: look.marker, radius: radius).shapes(at: point, color: color, paper: theme.paper)
      }
    }
    var path = Path()
    for point in points { marker.add(to: &path, at: point) }
    return path.isEmpty ? [] : [.fill(path, color.opacity(0.7))]
  }

  /// The most markers with a rim; of more the rims would be all one sees.
  private static let mostRims = 400
  /// The most markers that are drawn one by one; most of more are hidden behind others.
  private static let mostMarkers = 20_000

  /// The largest radius of markers that stand in rows of names, so that neighbours do not touch: half the distance between
  /// the closest rows that hold markers, less their rims, for the shape that reaches furthest and for markers that show as
  /// rings around others.
  func largestMarkerRadius() -> Double {
    let marks = panel.resolved.marks.filter { $0.mark.kind == .points }
    let distances = marks.flatMap { mark in [true, false].compactMap { rowDistance(mark, isVertical: $0) } }
    guard let least = distances.min() else { return .infinity }
    let reach = marks.map { Marker.reach(look($0.mark).marker) }.max() ?? 1
    return max((least - Marker.rim) / 2 / reach / equalPoints.largestScale, Marker.leastRadius)
  }

  /// Returns the distance from the places of a mark in one row of names to those in the next, `nil` along an
  /// axis of numbers.
  private func rowDistance(_ mark: ResolvedMark, isVertical: Bool) -> Double? {
    let axis = isVertical ? panel.resolved.y : panel.resolved.x
    guard let names = axis.categories, names.count > 1 else { return nil }
    let size = slotSize(mark, isVertical: isVertical)
    return slots.holds(mark.mark) ? size : size * Double(slots.count) / Self.slotShare
  }
}
