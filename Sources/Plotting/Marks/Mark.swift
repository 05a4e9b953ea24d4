/// Something drawn in a panel: a geometry over rows of data.
///
/// Each kind reads some of the channels `x`, `y`, `x2`, `y2`, `value` and `text`, which hold one entry
/// per row; the factory functions such as ``line(x:y:series:style:)`` name them properly, and a figure whose channels
/// differ in length is refused with ``PlotError``. Rows with a channel that has no place on its scale (not finite, or not
/// positive on a logarithmic axis) are left out, interrupt lines, and are counted on the figure.
public struct Mark: Sendable, Equatable {
  /// The geometries.
  public enum Kind: String, Sendable, Equatable, CaseIterable {
    /// Straight segments through (x, y), interrupted at missing rows.
    case line
    /// The area between (x, y) and (x, y2): an interval around a line.
    case band
    /// The area between (x, y) and zero.
    case area
    /// A marker at (x, y).
    case points
    /// An interval as a stem with caps, from (x, y) to (x2, y2).
    case interval
    /// A straight segment from (x, y) to (x2, y2).
    case segments
    /// A line across the panel at x or at y.
    case rule
    /// Words to the right of (x, y).
    case text
    /// A coloured cell at (x, y) by value.
    case heatmap
  }

  /// The geometry.
  public var kind: Kind
  /// Horizontal places.
  public var x: Values
  /// Vertical places.
  public var y: Values
  /// Horizontal places of the far end, for kinds that have one.
  public var x2: Values?
  /// Vertical places of the far end, for kinds that have one.
  public var y2: Values?
  /// Values shown by colour.
  public var value: [Double]
  /// Words, one per row.
  public var text: [String]
  /// The key of the series that lends its colour, dash and marker; plain ink when `nil`.
  public var series: String?
  /// Departures from the theme.
  public var style: MarkStyle
  /// The side of upright rules that has a pale ground; other kinds have none.
  public var shade: RuleShade?

  /// A mark by its channels.
  package init(
    _ kind: Kind, x: Values = [], y: Values = [], x2: Values? = nil, y2: Values? = nil,
    value: [Double] = [], text: [String] = [], series: String? = nil, style: MarkStyle = MarkStyle()
  ) {
    self.kind = kind
    self.x = x
    self.y = y
    self.x2 = x2
    self.y2 = y2
    self.value = value
    self.text = text
    self.series = series
    self.style = style
  }
}

extension Mark.Kind {
  /// The properties of the kind: its entry in the table of all kinds.
  var geometry: any MarkGeometry.Type {
    switch self {
    case .line: LineGeometry.self
    case .band: BandGeometry.self
    case .area: AreaGeometry.self
    case .points: PointsGeometry.self
    case .interval: IntervalGeometry.self
    case .segments: SegmentsGeometry.self
    case .rule: RuleGeometry.self
    case .text: TextGeometry.self
    case .heatmap: HeatmapGeometry.self
    }
  }
}

/// Departures of a mark from its theme.
public struct MarkStyle: Sendable, Equatable {
  /// Stroke width as a multiple of the theme's.
  public var width: Double
  /// Opacity from 0 to 1 as a multiple of the theme's for that kind.
  public var opacity: Double
  /// Whether the mark is drawn in the quiet ink of axes instead of its series' colour.
  public var isMuted: Bool
  /// Whether an area is drawn by its edges, as thin lines, in place of a tint. Other kinds have no edges.
  public var isOutlined: Bool

  /// A style; without arguments the theme's.
  public init(width: Double = 1, opacity: Double = 1, isMuted: Bool = false, isOutlined: Bool = false) {
    self.width = width
    self.opacity = opacity
    self.isMuted = isMuted
    self.isOutlined = isOutlined
  }
}
