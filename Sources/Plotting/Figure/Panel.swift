/// One plot: two axes and the marks drawn between them.
public struct Panel: Sendable, Equatable {
  /// What sets this panel apart from its neighbours.
  public var title: String?
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// What is drawn, back to front within each kind: areas and bands, then rules, then bars, lines, points and
  /// text, so that a band never hides a line whatever the order here.
  public var marks: [Mark]
  /// The key of the colour scale of ``Mark/heatmap(x:y:values:text:)`` marks.
  public var color: ColorScale

  /// A panel of marks between two axes.
  public init(
    title: String? = nil, x: Axis = Axis(), y: Axis = Axis(), marks: [Mark] = [],
    color: ColorScale = ColorScale()
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.marks = marks
    self.color = color
  }

  var hasHeatmap: Bool { marks.contains { $0.kind == .heatmap } }
}
