extension Mark {
  /// Quiet lines across the panel at heights `y`.
  public static func rule(y: [Double]) -> Mark {
    Mark(.rule, y: .numbers(y), style: MarkStyle(isMuted: true))
  }

  /// Quiet upright lines across the panel at places `x`, with a pale ground on the side `shade` of them.
  public static func rule(x: [Double], shade: RuleShade? = nil) -> Mark {
    var mark = Mark(.rule, x: .numbers(x), style: MarkStyle(isMuted: true))
    mark.shade = shade
    return mark
  }
}

/// The side of upright rules that has a pale ground, up to the edge of the panel.
public enum RuleShade: Sendable, Equatable {
  /// Right of the rightmost.
  case above
  /// Left of the leftmost.
  case below
  /// From the leftmost to the rightmost.
  case between
  /// All but that.
  case outside
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
    return ground(mark, with: painter) + (path.isEmpty ? [] : [Element(.mark, .stroke(path, stroke))])
  }

  /// The share of a band's tint: a ground is wide and lies behind everything.
  private static let tint = 0.45

  private static func ground(_ mark: ResolvedMark, with painter: MarkPainter) -> [Element] {
    let places = mark.rows.filter { mark.isShown[$0] }.compactMap { row in
      mark.x.first.flatMap { painter.place(x: $0[row]) }
    }
    guard let shade = mark.mark.shade, let first = places.min(), let last = places.max() else { return [] }
    let frame = painter.frame
    let spans =
      switch shade {
      case .above: [(last, frame.right)]
      case .below: [(frame.left, first)]
      case .between: [(first, last)]
      case .outside: [(frame.left, first), (last, frame.right)]
      }
    var path = Path()
    for (left, right) in spans where left < right {
      path.add(Rect(left: left, top: frame.top, right: right, bottom: frame.bottom))
    }
    let color = painter.color(mark.mark).opacity(Self.tint * painter.theme.bandOpacity)
    return path.isEmpty ? [] : [Element(.mark, .fill(path, color))]
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
