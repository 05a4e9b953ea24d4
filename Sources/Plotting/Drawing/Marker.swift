/// Marker shapes of equal weight to the eye.
struct Marker {
  let shape: MarkerShape
  let radius: Double

  /// The radius of a theme's markers.
  static func radius(_ theme: Theme) -> Double { 0.9 + 1.05 * theme.lineWidth }

  /// The width of the rim around a marker.
  static let rim = 0.55
  /// Smaller than this a marker shows no shape.
  static let leastRadius = 1.1

  /// The marker with a thin rim in the colour of the paper, which keeps neighbours apart.
  func shapes(at center: Point, color: Color, paper: Color) -> [Shape] {
    if let arms = arms(at: center) {
      let width = radius * 0.62
      return [
        .stroke(arms, Stroke(paper, width: width + 2 * Self.rim, hasRoundCaps: true)),
        .stroke(arms, Stroke(color, width: width)),
      ]
    }
    var rim = Path()
    var body = Path()
    Marker(shape: shape, radius: radius + Self.rim).add(to: &rim, at: center)
    add(to: &body, at: center)
    guard shape == .ring else { return [.fill(rim, paper), .fill(body, color)] }
    var hole = Path()
    hole.circle(center, radius: 0.52 * radius)
    return [.fill(rim, paper), .fill(body, color), .fill(hole, paper)]
  }

  /// Adds the outline of a solid shape.
  func add(to path: inout Path, at center: Point) {
    func at(_ dx: Double, _ dy: Double) -> Point { Point(center.x + dx * radius, center.y + dy * radius) }
    switch shape {
    case .circle, .plus, .cross, .ring: path.circle(center, radius: radius)
    case .square: path.polygon([at(-0.88, -0.88), at(0.88, -0.88), at(0.88, 0.88), at(-0.88, 0.88)])
    case .triangle: path.polygon([at(0, -1.2), at(1.1, 0.75), at(-1.1, 0.75)])
    case .triangleDown: path.polygon([at(0, 1.2), at(1.1, -0.75), at(-1.1, -0.75)])
    case .diamond: path.polygon([at(0, -1.25), at(1.25, 0), at(0, 1.25), at(-1.25, 0)])
    }
  }

  /// Returns how far a shape reaches from its middle, in radii.
  static func reach(_ shape: MarkerShape) -> Double {
    switch shape {
    case .circle, .ring: 1
    case .square: 0.88
    case .triangle, .triangleDown: 1.2
    case .diamond: 1.25
    case .plus: 1.15
    case .cross: 0.9
    }
  }

  /// The strokes of the crosses, `nil` for solid shapes.
  private func arms(at center: Point) -> Path? {
    let arms: [(Double, Double)]
    switch shape {
    case .plus: arms = [(1.15, 0), (0, 1.15)]
    case .cross: arms = [(0.9, 0.9), (0.9, -0.9)]
    default: return nil
    }
    var path = Path()
    for (dx, dy) in arms {
      path.move(Point(center.x - dx * radius, center.y - dy * radius))
      path.line(Point(center.x + dx * radius, center.y + dy * radius))
    }
    return path
  }
}
