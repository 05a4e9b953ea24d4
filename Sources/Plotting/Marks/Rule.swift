extension Mark {
  /// Quiet lines across the panel at heights `y`.
  public static func rule(y: [Double]) -> Mark {
    Mark(.rule, y: .numbers(y), style: MarkStyle(isMuted: true))
  }

  /// Quiet upright lines across the panel at places `x`.
  public static func rule(x: [Double]) -> Mark {
    Mark(.rule, x: .numbers(x), style: MarkStyle(isMuted: true))
  }
}

/// Lines across the panel, such as that of no effect.
enum RuleGeometry: MarkGeometry {
  /// A rule has a place along one axis only.
  static let channels: MarkChannels = []
  static let layer = MarkLayer.rules
  static let legendSample: LegendSample.Parts = [.line, .wide]

  static func draw(_ mark: ResolvedMark, with painter: MarkPainter) -> [Element] {
    let frame = painter.frame
    var path = Path()
    for row in mark.rows where mark.isShown[row] {
      if let y = mark.y.first?[row], let place = painter.place(y: y) {
        path.move(Point(frame.left, place))
        path.line(Point(frame.right, place))
      }
      if let x = mark.x.first?[row], let place = painter.place(x: x) {
        path.move(Point(place, frame.top))
        path.line(Point(place, frame.bottom))
      }
    }
    var stroke = painter.stroke(mark.mark, width: 0.6)
    stroke.hasRoundCaps = false
    return path.isEmpty ? [] : [Element(.mark, .stroke(path, stroke))]
  }
}

extension ResolvedPanel {
  /// Whether the panel has an upright line of reference; the line of an axis of names would look like its double.
  var hasUprightRule: Bool { marks.contains { $0.mark.kind == .rule && !$0.x.isEmpty } }

  /// The values at which lines cross the panel, along the axis of numbers.
  func rules(isUpright: Bool) -> [Double] {
    marks.filter { $0.mark.kind == .rule }.flatMap { isUpright ? $0.y : $0.x }.flatMap(\.self)
  }
}
