/// One plot: two axes and the marks drawn between them.
public struct Panel: Sendable, Equatable {
  /// The heading: what sets this panel apart from its neighbours.
  public var title: String?
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// Marks that are drawn: cells of heatmaps first, then areas and bands, rules, intervals and segments,
  /// lines, points and text, so that a band never hides a line whatever the order here. Marks of one layer
  /// are drawn in this order.
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

  var hasHeatmap: Bool { marks.contains { $0.kind.geometry.hasCells } }
}

/// A series: what a colour stands for, in every panel of a figure and, by its slot, in every figure.
public struct Series: Sendable, Equatable {
  /// The name that marks use for it.
  public var key: String
  /// The name that the reader sees, in the notation of ``RichText``.
  public var name: String
  /// The place in the theme's palette, from 0; its place in the order of the figure's series when `nil`. Two
  /// series may be given the same slot: they then share a colour.
  public var slot: Int?

  /// A series; its name is its key (taken literally) unless given.
  public init(_ key: String, name: String? = nil, slot: Int? = nil) {
    self.key = key
    self.name = name ?? RichText.literal(key)
    self.slot = slot
  }
}

/// A column of data: numbers for a scale of numbers, names for a band scale.
public enum Values: Sendable, Equatable, ExpressibleByArrayLiteral {
  /// Numbers. Those that are not finite are not drawn but counted on the figure.
  case numbers([Double])
  /// Names of categories.
  case categories([String])

  /// Numbers.
  public init(arrayLiteral elements: Double...) {
    self = .numbers(elements)
  }

  /// Whole numbers, such as layer indices.
  public static func indices(_ range: Range<Int>) -> Values {
    .numbers(range.map(Double.init))
  }

  /// The number of entries.
  public var count: Int {
    switch self {
    case .numbers(let values): values.count
    case .categories(let names): names.count
    }
  }
}
