/// Parallel strokes that fill rectangles: the same ones all over the page, so that those of neighbours meet.
enum Hatch {
  /// Strokes that rise to the right, `spacing` apart.
  static func rising(in rect: Rect, spacing: Double) -> Path {
    var path = Path()
    let step = spacing * 2.0.squareRoot()
    var sum = ((rect.left + rect.top) / step).rounded(.up) * step
    while sum < rect.right + rect.bottom {
      let from = max(rect.left, sum - rect.bottom)
      let to = min(rect.right, sum - rect.top)
      if to > from {
        path.move(Point(from, sum - from))
        path.line(Point(to, sum - to))
      }
      sum += step
    }
    return path
  }

  /// Level strokes, `spacing` apart.
  static func level(in rect: Rect, spacing: Double) -> Path {
    var path = Path()
    var y = (rect.top / spacing).rounded(.up) * spacing
    while y < rect.bottom {
      path.move(Point(rect.left, y))
      path.line(Point(rect.right, y))
      y += spacing
    }
    return path
  }
}

extension Metrics {
  /// Distance between the strokes of a hatching.
  var hatchSpacing: Double { 0.34 * font }
}

extension Theme {
  /// The strokes over a colour that is below the middle of its scale. They leave it as dark as it is to the eye, so that
  /// darkness keeps its meaning.
  func hatching(over color: Color) -> Stroke {
    Stroke(color.mixed(with: color.readableInk, 0.55), width: 1.1 * hairline)
  }
}

extension ColorDomain {
  /// Whether a place along the ramp is hatched.
  func isHatched(at fraction: Double, theme: Theme) -> Bool {
    guard theme.hatchesBelowCenter, let middle = center.flatMap({ self.fraction($0) }) else { return false }
    return fraction < middle
  }
}
