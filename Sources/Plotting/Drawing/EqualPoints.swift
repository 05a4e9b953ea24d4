/// Markers of different marks that stand in the same place, so that the last would hide the others.
struct EqualPoints {
  /// A place to a quarter of a point: what lies closer is not told apart.
  private struct Place: Hashable {
    let x: Double
    let y: Double

    init(_ point: Point) {
      x = (point.x * 4).rounded()
      y = (point.y * 4).rounded()
    }
  }

  /// With more points than this, markers are a cloud in which single ones are not told apart.
  private static let most = 4000

  /// The marks that have a marker in a place, from the back to the front.
  private var marks: [Place: [Int]] = [:]

  /// `points` are those of each mark, from the back to the front.
  init(_ points: [(mark: Int, points: [Point])]) {
    guard points.count > 1, points.reduce(0, { $0 + $1.points.count }) <= Self.most else { return }
    for entry in points {
      for point in Set(entry.points.map(Place.init)) {
        marks[point, default: []].append(entry.mark)
      }
    }
  }

  /// How much larger the largest marker is than others.
  var largestScale: Double { 1 + 0.6 * Double(min((marks.values.map(\.count).max() ?? 1) - 1, 4)) }

  /// How much larger the marker of a mark is than others, so that it shows as a ring around those in front of it.
  func scale(of mark: Int, at point: Point) -> Double {
    guard let all = marks[Place(point)], let place = all.firstIndex(of: mark) else {
      return 1
    }
    // More than a few rings would hide the neighbours.
    return 1 + 0.6 * Double(min(all.count - 1 - place, 4))
  }
}
