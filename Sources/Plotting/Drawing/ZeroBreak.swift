/// The mark of a vertical axis of amounts that does not begin at zero: a zigzag at its foot, as draughtsmen make it. Without
/// it a reader takes the foot of a panel for nothing.
enum ZeroBreak {
  /// The zigzag, from the foot of the panel's left edge upwards, inside the panel.
  static func path(_ frame: Rect, _ metrics: Metrics) -> Path {
    let (step, reach) = (0.2 * metrics.font, 0.4 * metrics.font)
    var path = Path()
    path.move(Point(frame.left, frame.bottom))
    for (turn, side) in [1, 0, 1, 0].enumerated() {
      path.line(Point(frame.left + Double(side) * reach, frame.bottom - step * Double(turn + 1)))
    }
    return path
  }
}

extension AxisLayout {
  /// Whether a linear axis of what cannot be negative leaves zero out, because the values lie far above it.
  var hidesZero: Bool {
    axis.isVertical && axis.categories == nil && axis.axis.isNonNegative && axis.transform == .linear
      && lower > 0
      && !axis.isFilled && !axis.hasFewTicks
  }
}
