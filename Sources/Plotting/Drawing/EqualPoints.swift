/// Markers of different marks that stand in the same place, so that the last would hide the others.
struct EqualPoints {
  private struct Place: Hashable {
    let x: Double
    let y: Double
  }

  /// With more points than this, markers are a cloud in which single ones are not told apart.
  private static let most = 4000

  /// The marks that have a marker in a place, from the back to the front.
  private var marks: [Place: [Int]] = [:]

  /// `points` are those of each mark, from the back to the front.
  init(_ points: [(mark: Int, points: [Point])]) {
    guard points.count > 1, points.reduce(0, { $0 + $1.points.count }) <= Self.most else { return }
    for entry in points {
      for point in Set(entry.points.map { Place(x: $0.x, y: $0.y) }) {
        marks[point, default: []].append(entry.mark)
      }
    }
  }

  /// How much larger the marker of a mark is than others, so that it shows as a ring around those in front of it.
  func scale(of mark: Int, at point: Point) -> Double {
    guard let all = marks[Place(x: point.x, y: point.y)], let place = all.firstIndex(of: mark) else {
      return 1
    }
    return 1 + 0.6 * Double(all.count - 1 - place)
  }
}
