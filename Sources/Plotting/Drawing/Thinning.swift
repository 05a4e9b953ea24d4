/// Leaves out points that would change nothing one can see, so that a million of them make a file that opens.
package enum Thinning {
  /// A figure with more rows than this in one mark says that points which hide each other are drawn once.
  package static let mostUnsaid = 20_000

  /// The side of the smallest cell of a heatmap that is drawn, in points; smaller ones are averaged.
  static let leastCell = 0.75

  /// Keeps, of a long line, the first, lowest, highest and last point in each quarter of a point of width:
  /// what is drawn is the same down to 300 dots per inch (Jugel et al., "M4", VLDB 2014). Of lines that turn
  /// back, keeps the points that are a tenth of a point from the one before.
  package static func line(_ points: [Point]) -> [Point] {
    guard points.count > 2000 else { return points }
    guard zip(points, points.dropFirst()).allSatisfy({ $0.x <= $1.x }) else { return apart(points, by: 0.1) }
    var result: [Point] = []
    var start = 0
    while start < points.count {
      let column = (points[start].x * 4).rounded(.down)
      var end = start
      var (low, high) = (start, start)
      while end < points.count, (points[end].x * 4).rounded(.down) == column {
        if points[end].y < points[low].y { low = end }
        if points[end].y > points[high].y { high = end }
        end += 1
      }
      var last = -1
      for index in [start, min(low, high), max(low, high), end - 1] where index > last {
        result.append(points[index])
        last = index
      }
      start = end
    }
    return result
  }

  private static func apart(_ points: [Point], by distance: Double) -> [Point] {
    guard let first = points.first, let end = points.last else { return points }
    var result = [first]
    var last = first
    for point in points where abs(point.x - last.x) + abs(point.y - last.y) >= distance {
      result.append(point)
      last = point
    }
    return last == end ? result : result + [end]
  }

  /// Keeps, of very many markers, one in each square of `side` points; the others lie under it.
  package static func markers(_ points: [Point], side: Double) -> [Point] {
    struct Cell: Hashable {
      var column: Int
      var row: Int
    }
    var taken: Set<Cell> = []
    return points.filter { point in
      taken.insert(Cell(column: Int(point.x / side), row: Int(point.y / side))).inserted
    }
  }
}
