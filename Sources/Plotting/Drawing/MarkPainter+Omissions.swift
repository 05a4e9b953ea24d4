extension MarkPainter {
  /// Signs at the edge of the panel in the colours of their series: a triangle where a value lies beyond the panel, a
  /// cross for what is not a number, and a hollow triangle where a band is cut at zero.
  ///
  /// Those of several series at one place stand behind each other. Cells of heatmaps have a place without a value, and
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

  /// Where along its edge of the panel a sign stands; `nil` on an axis whose length no number holds.
  private func place(of edge: OmittedPlace.Edge, _ mark: ResolvedMark) -> Double? {
    let shifted = edge.place + shift(mark, isVertical: !edge.isVertical)
    guard let place = edge.isVertical ? place(x: shifted) : place(y: shifted), place.isFinite else {
      return nil
    }
    let (start, end) = edge.isVertical ? (frame.left, frame.right) : (frame.top, frame.bottom)
    return min(max(place, start), end)
  }
}
