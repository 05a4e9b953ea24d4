/// Leaves out points that would change nothing one can see, so that a million of them make a file that opens.
package enum Thinning {
  /// Of a long line, in each quarter of a point of width the first, lowest, highest and last point: what
  /// is drawn is the same down to 300 dots per inch (Jugel et al., "M4", VLDB 2014). Lines that turn back
  /// stay as they are.
  package static func line(_ points: [Point]) -> [Point] {
    guard points.count > 2000, zip(points, points.dropFirst()).allSatisfy({ $0.x <= $1.x }) else {
      return points
    }
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

  /// Of very many markers one in each square of `side` points; the others lie under it.
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
