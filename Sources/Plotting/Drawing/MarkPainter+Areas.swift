extension MarkPainter {
  /// Markers, each with a rim where they are few enough for that.
  func pointShapes(_ mark: ResolvedMark) -> [Shape] {
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

  /// With more markers than this a rim around each would be all one sees.
  private static let mostRims = 400
  /// With more than this most of them are hidden behind others.
  private static let mostMarkers = 20_000

  /// Words to the right of their places, moved inwards where they would leave the panel.
  func textElements(_ mark: ResolvedMark) -> [Element] {
    zip(mark.rows, panel.textLines(of: mark)).compactMap { row, line in
      guard let line, let at = place(mark, row) else { return nil }
      var start = Point(at.x + 0.45 * metrics.font, at.y + line.ascent / 2)
      start.x = max(min(start.x, frame.right - line.width), frame.left)
      start.y = max(min(start.y, frame.bottom - line.descent), frame.top + line.ascent)
      let color = mark.mark.series == nil ? theme.quietInk : color(mark.mark).mixed(with: theme.ink, 0.3)
      return Element(.markText, .text(line, at: start, color: color, turned: false))
    }
  }
}
