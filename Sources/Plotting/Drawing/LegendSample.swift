/// The small picture of a series beside its name: what its marks look like.
struct LegendSample {
  let figure: ResolvedFigure
  let theme: Theme
  let metrics: Metrics

  func draw(_ key: String, left: Double, width: Double, y: Double) -> [Element] {
    guard let look = figure.looks[key] else { return [] }
    let marks = figure.panels.flatMap(\.marks).map(\.mark).filter { $0.series == key }
    let kinds = Set(marks.map(\.kind))
    let right = left + width
    let center = Point(left + width / 2, y)
    let half = 0.36 * metrics.font
    var shapes: [Shape] = []
    let isSolid = !kinds.isDisjoint(with: [.bars, .box])
    let isTinted = !kinds.isDisjoint(with: [.band, .area])
    let isLine = !kinds.isDisjoint(with: [.line, .step, .segments, .interval, .rule])
    if isSolid || isTinted {
      let side = isSolid ? half : width / 2
      let rect = Rect(left: center.x - side, top: y - half, right: center.x + side, bottom: y + half)
      shapes.append(.fill(Path(rect), look.color.opacity(isSolid ? 1 : theme.bandOpacity)))
    }
    if isLine, !isSolid {
      let stroke = Stroke(
        look.color, width: theme.lineWidth, dash: look.dash.map { $0 * theme.lineWidth })
      shapes.append(.stroke(Path(from: Point(left, y), to: Point(right, y)), stroke))
    }
    let hasMarker = look.hasMarkers && !kinds.isDisjoint(with: [.line, .step]) && !isSolid
    if hasMarker || !kinds.isDisjoint(with: [.points, .strip]), !isSolid {
      let marker = Marker(shape: look.marker, radius: Marker.radius(theme))
      shapes += marker.shapes(at: center, color: look.color, paper: theme.paper)
    }
    return shapes.map { Element(.legend, $0) }
  }
}
