/// How large a figure is, in points (72 to the inch). What is asked for is what is written.
public enum FigureSize: Sendable, Equatable {
  /// Exactly this size.
  case exact(width: Double, height: Double)
  /// Exactly this width; each panel is as high as `panelAspect` times its width (wide panels are given
  /// flatter shapes when it is `nil`, and panels of categories as much as these need), and the height of
  /// the figure follows.
  case width(Double, panelAspect: Double? = nil)
  /// Each panel exactly this size; the size of the figure follows.
  case panels(width: Double, height: Double)

  /// How wide and how high a figure may be, in points.
  public static let sides = 20.0...14_400
  /// How wide and how high a panel may be asked for, in points.
  public static let panelSides = 5.0...7200
}
