extension MarkPainter {
  /// Signs at the edge of the panel in the colours of their series: a triangle where a value lies beyond the panel, a
  /// cross for what is not a number, and a hollow triangle where a band is cut at zero.
  ///
  /// Those of several series at one place stand behind each other. Cells of heatmaps have a place without a value, and
  /// need no sign.
  func omissionElements() -> [Element] {
    var signs = EdgeSigns(frame: frame, size: 0.34 * metrics.font)
    return panel.resolved.marks.flatMap { mark -> [Element] in
      guard mark.mark.kind != .heatmap, !mark.x.isEmpty, !mark.y.isEmpty else { return [] }
      signs.begin(mark.mark.series)
      addOmitted(mark, to: &signs)
      addCuts(mark, to: &signs)
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

  private func addOmitted(_ mark: ResolvedMark, to signs: inout EdgeSigns) {
    for row in mark.rows where !mark.isShown[row] {
      if let x = edgePlace(mark, row, isVertical: false) {
        signs.add(at: x, sign(of: mark.y, row, panel.resolved.y), isVertical: true)
      } else if let y = edgePlace(mark, row, isVertical: true) {
        signs.add(at: y, sign(of: mark.x, row, panel.resolved.x), isVertical: false)
      }
    }
  }

  /// The sign of the first end of a row that has no place.
  private func sign(of ends: [[Double]], _ row: Int, _ axis: ResolvedAxis) -> Omissions.Sign {
    let value = ends.lazy.map { $0[row] }.first { axis.reason(against: $0) != nil }
    return axis.sign(for: value ?? .nan)
  }

  private func addCuts(_ mark: ResolvedMark, to signs: inout EdgeSigns) {
    for row in mark.rows where mark.isShown[row] && panel.resolved.isCut(mark, row) {
      guard let x = edgePlace(mark, row, isVertical: false) else { continue }
      signs.add(at: x, panel.resolved.y.sign(for: -1), isVertical: true, isHollow: true)
    }
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
