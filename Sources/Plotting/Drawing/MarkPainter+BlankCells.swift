extension MarkPainter {
  /// Cells without a value: a frame with a dash in it, or level strokes where a cell is too small for that. They have no
  /// colour, so that nobody takes them for a value, for the neutral colour or for the end of the map.
  func blankElements(_ rects: [Rect]) -> [Element] {
    var path = Path()
    for rect in rects { path.add(blank(rect)) }
    return path.isEmpty ? [] : [Element(.mark, .stroke(path, Stroke(theme.axis, width: theme.hairline)))]
  }

  private func blank(_ rect: Rect) -> Path {
    guard min(rect.width, rect.height) > 0.5 * metrics.font else {
      return Hatch.level(in: rect, spacing: 0.2 * metrics.font)
    }
    var path = Path(rect.grown(by: -theme.hairline / 2))
    let half = min(0.4 * metrics.font, 0.25 * rect.width)
    path.move(Point(rect.centerX - half, rect.centerY))
    path.line(Point(rect.centerX + half, rect.centerY))
    return path
  }

  /// Where columns and rows of a map meet without a row of data.
  func missingPlaces(_ mark: ResolvedMark) -> [Point] {
    guard let xs = mark.x.first, let ys = mark.y.first, xs.count <= Self.mostLookedAt else { return [] }
    let columns = places(xs, panel.resolved.x)
    let rows = places(ys, panel.resolved.y)
    guard columns.count * rows.count <= Self.mostLookedAt else { return [] }
    let taken = Set(zip(xs, ys).map(Place.init))
    guard taken.count * Self.leastTaken >= columns.count * rows.count else { return [] }
    return rows.flatMap { row in
      columns.compactMap { column in
        guard !taken.contains(Place(x: column, y: row)), let x = place(x: column), let y = place(y: row)
        else { return nil }
        return Point(x, y)
      }
    }
  }

  private struct Place: Hashable {
    var x: Double
    var y: Double
  }

  /// Nobody could see the single gaps of larger maps.
  private static let mostLookedAt = 40_000

  /// Where fewer than one in so many places has a row, cells are scattered and make no map.
  private static let leastTaken = 10

  /// The places of columns or rows, in order.
  private func places(_ values: [Double], _ axis: ResolvedAxis) -> [Double] {
    axis.categories?.indices.map(Double.init) ?? Set(values.filter(axis.shows)).sorted()
  }
}
