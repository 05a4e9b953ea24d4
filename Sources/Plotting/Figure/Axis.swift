/// One axis of a panel: what it measures and how values become places.
public struct Axis: Sendable, Equatable {
  /// What the axis measures, with its unit.
  public var title: String?
  /// How values become places.
  public var scale: ScaleKind
  /// The smallest value to show; the data decide when `nil`.
  public var lower: Double?
  /// The largest value to show; the data decide when `nil`.
  public var upper: Double?
  /// Whether zero must lie on the axis. Bars and areas ask for it by themselves.
  public var includesZero: Bool
  /// Whether the quantity cannot be negative: then the axis never reaches below zero for data that do not.
  public var isNonNegative: Bool
  /// Whether categories may go without their name where there is no room for all, as the words of a text may; of others
  /// none is left out, and a figure without room for them is refused.
  public var mayOmitNames: Bool
  /// Whether the axis ends at round numbers or with the data; `nil` ends a vertical axis at round numbers
  /// and a horizontal one with the data.
  public var ending: AxisEnding?
  /// Where the ticks stand.
  public var ticks: Ticks
  /// Whether short ticks without labels stand between the others; `nil` draws them on logarithmic and symlog
  /// axes, where they show that steps are not equal.
  public var hasMinorTicks: Bool?
  /// How the numbers at the ticks are written.
  public var format: NumberStyle
  /// Whether values grow downwards (vertical axis) or leftwards (horizontal axis).
  public var isReversed: Bool
  /// Whether a hairline runs through the panel at each tick; `nil` draws them across a vertical axis of
  /// numbers and leaves a horizontal axis plain.
  public var grid: Bool?

  /// An axis; without arguments a plain linear one fitted to the data.
  public init(
    title: String? = nil, scale: ScaleKind = .linear, lower: Double? = nil, upper: Double? = nil,
    includesZero: Bool = false, isNonNegative: Bool = false, mayOmitNames: Bool = false,
    ending: AxisEnding? = nil,
    ticks: Ticks = .automatic, hasMinorTicks: Bool? = nil, format: NumberStyle = .automatic,
    isReversed: Bool = false, grid: Bool? = nil
  ) {
    self.title = title
    self.scale = scale
    self.lower = lower
    self.upper = upper
    self.includesZero = includesZero
    self.isNonNegative = isNonNegative
    self.mayOmitNames = mayOmitNames
    self.ending = ending
    self.ticks = ticks
    self.hasMinorTicks = hasMinorTicks
    self.format = format
    self.isReversed = isReversed
    self.grid = grid
  }
}

/// How values become places along an axis.
public enum ScaleKind: Sendable, Equatable {
  /// Equal steps are equally far apart.
  case linear
  /// Equal ratios are equally far apart; values that are zero or negative have no place and are counted on
  /// the figure.
  case log10
  /// Linear between −threshold and threshold, logarithmic beyond, with a continuous slope; holds zero and
  /// both signs. The threshold is positive.
  case symlog(threshold: Double)
  /// One band per category, in this order; when empty, in the order in which the categories occur.
  case band([String] = [])
}

/// Where an axis of numbers ends.
public enum AxisEnding: Sendable, Equatable {
  /// At the first and last tick when those lie outside the data.
  case round
  /// With the data.
  case data
}

/// Where the ticks of an axis stand.
public enum Ticks: Sendable, Equatable {
  /// At round numbers, as many as there is room for.
  case automatic
  /// At round numbers that are whole: for counts and indices.
  case whole
  /// Here; values outside the axis are left out.
  case at([Double])
  /// Nowhere.
  case none
}

/// How the numbers at the ticks are written.
public enum NumberStyle: Sendable, Equatable {
  /// As few decimals as tell the ticks apart, thousands grouped, powers of ten for very large and very small
  /// numbers and on logarithmic axes.
  case automatic
  /// With SI prefixes: 1.5k, 2M, 3µ.
  case si
  /// As percentages of 1.
  case percent
  /// With this many decimals.
  case decimals(Int)
  /// As powers of ten.
  case power
}
