/// Collects the signs of a panel's marks along its edges: one where several of a series would hide each other, those of
/// other series further inwards.
struct EdgeSigns {
  private let frame: Rect
  private let size: Double
  /// Those of the mark begun last.
  private(set) var triangles = Path()
  private(set) var hollow = Path()
  private(set) var crosses = Path()
  private var series: String?
  /// Which series have a sign at a place, from the edge inwards.
  private var taken: [Key: [String?]] = [:]

  private struct Key: Hashable {
    var place: Int
    var sign: Omissions.Sign
    var isVertical: Bool
  }

  /// More would reach into the middle of the panel.
  private static let deepest = 4

  init(frame: Rect, size: Double) {
    self.frame = frame
    self.size = size
  }

  /// Goes on to a mark of `series`.
  mutating func begin(_ series: String?) {
    (triangles, hollow, crosses) = (Path(), Path(), Path())
    self.series = series
  }

  /// Adds the sign of a value beyond an end of the vertical or horizontal axis, or nowhere on it.
  mutating func add(at place: Double, _ sign: Omissions.Sign, isVertical: Bool, isHollow: Bool = false) {
    let key = Key(place: Int((place / (1.5 * size)).rounded()), sign: sign, isVertical: isVertical)
    let others = taken[key, default: []]
    guard !others.contains(series) else { return }
    taken[key] = others + [series]
    let row = 1.35 * Double(others.count % Self.deepest)
    let isFar = sign == .up || sign == .right
    let edge = isVertical ? (isFar ? frame.top : frame.bottom) : (isFar ? frame.right : frame.left)
    let inward = isVertical == isFar ? 1.0 : -1.0
    func at(_ along: Double, _ depth: Double) -> Point {
      let depth = edge + inward * (depth + row) * size
      return isVertical ? Point(place + along * size, depth) : Point(depth, place + along * size)
    }
    if sign != .nowhere {
      let corners = [at(0, 0), at(0.75, 1.2), at(-0.75, 1.2)]
      if isHollow { hollow.polygon(corners) } else { triangles.polygon(corners) }
      return
    }
    for slant in [1.0, -1.0] {
      crosses.move(at(-0.5, 0.75 - 0.5 * slant))
      crosses.line(at(0.5, 0.75 + 0.5 * slant))
    }
  }
}
