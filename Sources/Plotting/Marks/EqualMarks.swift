/// Lines of a panel that have the same points, so that the last would hide the others.
struct EqualLines {
  /// The places of marks in their panel, two or more in each group.
  let groups: [[Int]]

  init(_ panel: Panel) {
    var groups: [[Int]] = []
    for (index, mark) in panel.marks.enumerated() where mark.kind.geometry.isCurve {
      guard mark.series != nil, max(mark.x.count, mark.y.count) > 1 else { continue }
      if let group = groups.firstIndex(where: { Self.areEqual(panel.marks[$0[0]], mark) }) {
        groups[group].append(index)
      } else {
        groups.append([index])
      }
    }
    self.groups = groups.filter { $0.count > 1 }
  }

  private static func areEqual(_ one: Mark, _ other: Mark) -> Bool {
    one.series != other.series && areEqual(one.y, other.y)
      && areEqual(one.x, other.x)
  }

  /// Missing values are equal too.
  private static func areEqual(_ one: Values, _ other: Values) -> Bool {
    guard case .numbers(let one) = one, case .numbers(let other) = other else { return one == other }
    return one.count == other.count && zip(one, other).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }

  /// The rank of a mark in its group, from 0, and the size of the group; nil when it has no equal.
  func position(of mark: Int) -> (rank: Int, count: Int)? {
    for group in groups {
      if let rank = group.firstIndex(of: mark) { return (rank, group.count) }
    }
    return nil
  }

  /// The dash, in multiples of the line width, with which the lines of a group drawn over each other are all seen: each
  /// leaves a part of the one before free, and the first is solid.
  static func dash(rank: Int, of count: Int) -> [Double] {
    rank == 0 ? [] : [5 * Double(count - rank), 5 * Double(rank)]
  }
}

extension Figure {
  /// A sentence that names the lines that are equal, and so lie on one another; nil when none are.
  package var equalLines: String? {
    let count = panels.joined().count { panel in
      Set((panel?.marks ?? []).filter { $0.kind.geometry.isCurve }.map(\.series)).count > 1
    }
    let sentences = equalNames.map { names, panels in
      let whole = count > 1 ? "in every panel" : "everywhere"
      let place = panels.count == count ? whole : Self.places(panels, of: count)
      return "\(Self.listed(names)) are equal \(place) and take turns in dashes."
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// The names of lines that are equal, with the titles of the panels in which they are.
  private var equalNames: [(names: [String], panels: [String])] {
    var found: [(names: [String], panels: [String])] = []
    for row in panels {
      for (column, panel) in row.enumerated() {
        guard let panel else { continue }
        let title = RichText(panel.title ?? (column < columnTitles.count ? columnTitles[column] : "")).words
        for group in EqualLines(panel).groups {
          let names = group.compactMap { panel.marks[$0].series }.map(name(ofSeries:))
          let known = found.firstIndex { $0.names == names }
          if let known { found[known].panels.append(title) } else { found.append((names, [title])) }
        }
      }
    }
    return found
  }

  private func name(ofSeries key: String) -> String {
    RichText(series.first { $0.key == key }?.name ?? key).words
  }

  private static func places(_ names: [String], of count: Int) -> String {
    let named = names.count <= 4 && !names.contains("") ? " (\(names.joined(separator: ", ")))" : ""
    return "in \(names.count) of \(count) panels\(named)"
  }

  private static func listed(_ names: [String]) -> String {
    names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }
}

/// Markers of different marks that stand in the same place, so that the last would hide the others.
struct EqualPoints {
  /// A place to a quarter of a point: what lies closer is not told apart.
  private struct MarkerPosition: Hashable {
    let x: Double
    let y: Double

    init(_ point: Point) {
      x = (point.x * 4).rounded()
      y = (point.y * 4).rounded()
    }
  }

  /// The most points; more are a cloud in which single ones are not told apart.
  private static let most = 4000

  /// The marks that have a marker in a place, from the back to the front.
  private var marks: [MarkerPosition: [Int]] = [:]

  /// `points` are those of each mark, from the back to the front.
  init(_ points: [(mark: Int, points: [Point])]) {
    guard points.count > 1, points.reduce(0, { $0 + $1.points.count }) <= Self.most else { return }
    for entry in points {
      for point in Set(entry.points.map(MarkerPosition.init)) {
        marks[point, default: []].append(entry.mark)
      }
    }
  }

  /// Factor by which the largest marker is larger than others.
  var largestScale: Double { 1 + 0.6 * Double(min((marks.values.map(\.count).max() ?? 1) - 1, 4)) }

  /// Returns the factor by which the marker of a mark is larger than others, so that it shows as a ring
  /// around those in front of it.
  func scale(of mark: Int, at point: Point) -> Double {
    guard let all = marks[MarkerPosition(point)], let rank = all.firstIndex(of: mark) else {
      return 1
    }
    // More than a few rings would hide the neighbours.
    return 1 + 0.6 * Double(min(all.count - 1 - rank, 4))
  }
}
