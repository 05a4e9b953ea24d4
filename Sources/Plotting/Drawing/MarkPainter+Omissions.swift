extension MarkPainter {
  /// Signs at the edge of the panel, where rows are that have a place along one axis only: a triangle that
  /// points to where the value lies beyond the panel, a cross for what is not a number.
  ///
  /// Cells of heatmaps have a place without a value, and need none.
  func omissionElements(_ mark: ResolvedMark) -> [Element] {
    guard mark.mark.kind != .heatmap, let xs = mark.x.first, let ys = mark.y.first else { return [] }
    var signs = EdgeSigns(frame: frame, size: 0.34 * metrics.font)
    for row in mark.rows where !mark.isShown[row] {
      if let x = edgePlace(mark, row, isVertical: false) {
        signs.add(at: x, toward: direction(ys[row], isVertical: true), isVertical: true)
      } else if let y = edgePlace(mark, row, isVertical: true) {
        signs.add(at: y, toward: direction(xs[row], isVertical: false), isVertical: false)
      }
    }
    var elements: [Element] = []
    if !signs.triangles.isEmpty { elements.append(Element(.omission, .fill(signs.triangles, theme.notice))) }
    if !signs.crosses.isEmpty {
      let stroke = Stroke(theme.notice, width: 0.75 * theme.lineWidth)
      elements.append(Element(.omission, .stroke(signs.crosses, stroke)))
    }
    return elements
  }

  /// Whether a value lies beyond the upper (1) or lower (−1) end of its axis, or nowhere (0).
  private func direction(_ value: Double, isVertical: Bool) -> Int {
    let axis = isVertical ? panel.resolved.y : panel.resolved.x
    if value.isNaN || axis.shows(value) { return 0 }
    if value == .infinity || value > 1e300 { return 1 }
    return value > axis.upper ? 1 : -1
  }

  /// The place of a row along one axis when it has one inside the panel.
  private func edgePlace(_ mark: ResolvedMark, _ row: Int, isVertical: Bool) -> Double? {
    let axis = isVertical ? panel.resolved.y : panel.resolved.x
    guard let value = (isVertical ? mark.y : mark.x).first?[row], axis.shows(value),
      (isVertical ? mark.y : mark.x).allSatisfy({ axis.shows($0[row]) })
    else { return nil }
    let shifted = value + shift(mark, isVertical: isVertical)
    guard let place = isVertical ? place(y: shifted) : place(x: shifted) else { return nil }
    let (start, end) = isVertical ? (frame.top, frame.bottom) : (frame.left, frame.right)
    return place >= start && place <= end ? place : nil
  }
}

/// Collects signs along the edges of a panel, one where several would hide each other.
private struct EdgeSigns {
  let frame: Rect
  let size: Double
  private(set) var triangles = Path()
  private(set) var crosses = Path()
  private var taken: Set<Key> = []

  init(frame: Rect, size: Double) {
    self.frame = frame
    self.size = size
  }

  private struct Key: Hashable {
    var place: Int
    var direction: Int
    var isVertical: Bool
  }

  /// Adds the sign of a value that lies beyond the upper (1) or lower (−1) end of the vertical or horizontal
  /// axis, or nowhere on it (0).
  mutating func add(at place: Double, toward direction: Int, isVertical: Bool) {
    let key = Key(place: Int((place / size).rounded()), direction: direction, isVertical: isVertical)
    guard taken.insert(key).inserted else { return }
    let isFar = direction > 0
    let edge = isVertical ? (isFar ? frame.top : frame.bottom) : (isFar ? frame.right : frame.left)
    let inward = isVertical == isFar ? 1.0 : -1.0
    func at(_ along: Double, _ depth: Double) -> Point {
      let depth = edge + inward * depth * size
      return isVertical ? Point(place + along * size, depth) : Point(depth, place + along * size)
    }
    if direction != 0 {
      triangles.polygon([at(0, 0), at(0.75, 1.2), at(-0.75, 1.2)])
      return
    }
    for slant in [1.0, -1.0] {
      crosses.move(at(-0.5, 0.75 - 0.5 * slant))
      crosses.line(at(0.5, 0.75 + 0.5 * slant))
    }
  }
}
