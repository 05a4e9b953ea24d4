/// Spreads the markers of a strip sideways so that they hide each other as little as possible.
enum Swarm {
  /// The points moved across the direction in which they are measured, each to the free place nearest to
  /// the middle, never further than `room`; where all is taken they share places. The same points always
  /// spread the same way.
  static func spread(_ points: [Point], radius: Double, room: Double, isUpright: Bool) -> [Point] {
    let step = 2 * radius
    let steps = max(0, Int(room / step))
    var taken: [Place: Int] = [:]
    return points.map { point in
      let along = isUpright ? point.y : point.x
      let across = isUpright ? point.x : point.y
      let bin = Place(along: Int((along / step).rounded()), band: Int((across * 8).rounded()))
      let count = taken[bin, default: 0]
      taken[bin] = count + 1
      // 0, 1, -1, 2, -2 ... steps from the middle, again and again.
      let index = count % (2 * steps + 1)
      let offset = Double((index + 1) / 2) * step * (index % 2 == 1 ? 1 : -1)
      return isUpright ? Point(across + offset, point.y) : Point(point.x, across + offset)
    }
  }

  private struct Place: Hashable {
    var along: Int
    var band: Int
  }
}
