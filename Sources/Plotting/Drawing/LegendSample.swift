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
    let isTinted = !kinds.isDisjoint(with: [.band, .area])
    let isLine = !kinds.isDisjoint(with: [.line, .segments, .interval, .rule])
    if isTinted {
      let rect = Rect(left: left, top: y - half, right: right, bottom: y + half)
      shapes.append(.fill(Path(rect), look.color.opacity(theme.bandOpacity)))
    }
    if isLine {
      let stroke = Stroke(
        look.color, width: theme.lineWidth, dash: look.dash.map { $0 * theme.lineWidth })
      shapes.append(.stroke(Path(from: Point(left, y), to: Point(right, y)), stroke))
    }
    if look.hasMarkers && kinds.contains(.line) || kinds.contains(.points) {
      let marker = Marker(shape: look.marker, radius: Marker.radius(theme))
      shapes += marker.shapes(at: center, color: look.color, paper: theme.paper)
    }
    return shapes.map { Element(.legend, $0) }
  }
}
