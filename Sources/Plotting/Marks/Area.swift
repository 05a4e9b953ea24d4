extension Mark {
  /// The area between two curves, such as an interval around a line. On a logarithmic axis it reaches to the edge of the
  /// panel where only one of them is above zero.
  public static func band(
    x: Values, low: [Double], high: [Double], series: String? = nil, style: MarkStyle = MarkStyle()
  ) -> Mark {
    Mark(.band, x: x, y: .numbers(low), y2: .numbers(high), series: series, style: style)
  }

  /// The area between a curve and zero.
  public static func area(x: Values, y: [Double], series: String? = nil, style: MarkStyle = MarkStyle())
    -> Mark
  {
    Mark(.area, x: x, y: .numbers(y), series: series, style: style)
  }
}

/// The area between two curves.
enum BandGeometry: MarkGeometry {
  static let channels: MarkChannels = [.places, .farEnd]
  static let runsOffAxis = true
  static let layer = MarkLayer.areas
  static let legendSample: LegendSample.Parts = [.tint, .wide]

  static func draw(_ mark: ResolvedMark, with painter: MarkPainter) -> [Element] {
    painter.areas(mark) { rows, _ in rows.compactMap { painter.place(mark, $0, end: 1) } }
  }
}

/// The area between a curve and zero.
enum AreaGeometry: MarkGeometry {
  static let startsAtZero = true
  static let layer = MarkLayer.areas
  static let legendSample: LegendSample.Parts = [.tint, .wide]

  static func draw(_ mark: ResolvedMark, with painter: MarkPainter) -> [Element] {
    let zero = painter.zero
    return painter.areas(mark) { _, near in near.map { Point($0.x, zero) } }
  }
}

extension MarkPainter {
  /// The opacity of edges, which are seen beside their line and do not pass for another.
  private static let edgeOpacity = 0.6

  /// A polygon for each stretch of rows without a gap, between its near curve and the far one that `far` gives for it, or
  /// these two curves where the mark is outlined. A stretch of one row becomes a stem.
  fileprivate func areas(
    _ mark: ResolvedMark, far: (_ rows: [Int], _ near: [Point]) -> [Point]
  ) -> [Element] {
    var path = Path()
    var edges = Path()
    var stems = Path()
    for rows in stretches(mark) {
      let near = rows.compactMap { place(mark, $0) }
      let far = far(rows, near)
      if near.count == 1 {
        stems.move(near[0])
        stems.line(far[0])
      } else if mark.mark.style.isOutlined {
        for edge in [near, far] { edges.polyline(Thinning.line(edge)) }
      } else {
        path.polygon(Thinning.line(near) + Thinning.line(far).reversed())
      }
    }
    let tint = color(mark.mark).opacity(theme.bandOpacity)
    let fill = path.isEmpty ? [] : [Shape.fill(path, tint)]
    let stroke = stems.isEmpty ? [] : [Shape.stroke(stems, Stroke(tint, width: 2 * theme.lineWidth))]
    let outline =
      edges.isEmpty
      ? []
      : [Shape.stroke(edges, Stroke(color(mark.mark).opacity(Self.edgeOpacity), width: theme.hairline))]
    return (fill + outline + stroke).map { Element(.mark, $0) }
  }
}
