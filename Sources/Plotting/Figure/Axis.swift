/// One axis of a panel: what it measures and how values become places.
public struct Axis: Sendable, Equatable {
  /// The quantity on the axis, with its unit.
  public var title: String?
  /// The mapping from values to places.
  public var scale: ScaleKind
  /// The smallest value to show; the data decide when `nil`.
  public var lower: Double?
  /// The largest value to show; the data decide when `nil`.
  public var upper: Double?
  /// Whether zero must lie on the axis; areas ask for it by themselves.
  public var includesZero: Bool
  /// Whether the quantity cannot be negative: then the axis never reaches below zero for data that do not.
  public var isNonNegative: Bool
  /// Whether some categories may go without their name where there is no room for all, as the words of a text may. Else a
  /// figure without room for all names is refused.
  public var mayOmitNames: Bool
  /// The choice of ticks.
  public var ticks: Ticks
  /// Whether values grow downwards (vertical axis) or leftwards (horizontal axis).
  public var isReversed: Bool
  /// Whether a hairline runs through the panel at each tick; `nil` draws them across a vertical axis of
  /// numbers and leaves a horizontal axis plain.
  public var grid: Bool?

  /// An axis; without arguments a plain linear one fitted to the data.
  public init(
    title: String? = nil, scale: ScaleKind = .linear, lower: Double? = nil, upper: Double? = nil,
    includesZero: Bool = false, isNonNegative: Bool = false, mayOmitNames: Bool = false,
    ticks: Ticks = .automatic, isReversed: Bool = false, grid: Bool? = nil
  ) {
    self.title = title
    self.scale = scale
    self.lower = lower
    self.upper = upper
    self.includesZero = includesZero
    self.isNonNegative = isNonNegative
    self.mayOmitNames = mayOmitNames
    self.ticks = ticks
    self.isReversed = isReversed
    self.grid = grid
  }
}

/// The mapping from values to places along an axis.
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

/// The choice of ticks on an axis.
public enum Ticks: Sendable, Equatable {
  /// Ticks at round numbers, as many as there is room for.
  case automatic
  /// Ticks at round numbers that are whole: for counts and indices.
  case whole
}
