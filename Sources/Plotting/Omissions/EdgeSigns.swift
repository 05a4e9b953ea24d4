/// Collects the signs of a panel's marks along its edges: one where several of a series would hide each other, those of
/// other series further inwards.
struct EdgeSigns {
  private let frame: Rect
  private let size: Double
  /// The signs of the mark begun last.
  private(set) var triangles = Path()
  private(set) var hollow = Path()
  private(set) var crosses = Path()
  private var series: String?
  /// Series that have a sign at each place, from the edge inwards.
  private var taken: [Key: [String?]] = [:]

  private struct Key: Hashable {
    var place: Int
    var sign: Omissions.Sign
    var isVertical: Bool
  }

  /// Rows of signs from the edge inwards; more would reach into the middle of the panel.
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

extension MarkPainter {
  /// Signs at the edge of the panel in the colours of their series: a triangle where a value lies beyond the panel, a
  /// cross for what is not a number, and a hollow triangle where a band is cut at zero.
  ///
  /// Signs of several series at one place stand behind each other. Cells of heatmaps have a place without a value, and
  /// need no sign.
  func omissionElements() -> [Element] {
    var signs = EdgeSigns(frame: frame, size: 0.34 * metrics.font)
    return panel.resolved.marks.flatMap { mark -> [Element] in
      signs.begin(mark.mark.series)
      for omitted in mark.omitted {
        guard let edge = omitted.edge, let place = place(of: edge, mark) else { continue }
        signs.add(at: place, edge.sign, isVertical: edge.isVertical, isHollow: omitted.isCut)
      }
      return elements(of: signs, mark.mark)
    }
  }

  private func elements(of signs: EdgeSigns, _ mark: Mark) -> [Element] {
    let color = mark.series.flatMap { looks[$0]?.color } ?? theme.notice
    let stroke = Stroke(color, width: 0.75 * theme.lineWidth)
    var elements: [Element] = []
    if !signs.triangles.isEmpty { elements.append(Element(.omission, .fill(signs.triangles, color))) }
    if !signs.hollow.isEmpty {
      elements += [.fill(signs.hollow, theme.paper), .stroke(signs.hollow, stroke)].map {
        Element(.omission, $0)
      }
    }
    if !signs.crosses.isEmpty { elements.append(Element(.omission, .stroke(signs.crosses, stroke))) }
    return elements
  }

  /// Finds the position of a sign along its edge of the panel; `nil` on an axis whose length no number holds.
  private func place(of edge: OmittedRow.Edge, _ mark: ResolvedMark) -> Double? {
    let shifted = edge.place + shift(mark, isVertical: !edge.isVertical)
    guard let place = edge.isVertical ? place(x: shifted) : place(y: shifted), place.isFinite else {
      return nil
    }
    let (start, end) = edge.isVertical ? (frame.left, frame.right) : (frame.top, frame.bottom)
    return min(max(place, start), end)
  }
}
