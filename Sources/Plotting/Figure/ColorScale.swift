/// How the values of a heatmap become colours.
public struct ColorScale: Sendable, Equatable {
  /// The families of colours.
  public enum Kind: Sendable, Equatable {
    /// From least to most, one hue growing.
    case sequential
    /// Two hues that meet in a neutral colour at `center`.
    case diverging(center: Double)
  }

  /// The family of colours.
  public var kind: Kind
  /// Whether equal ratios, rather than equal steps, are equally different. With ``Kind/diverging(center:)``
  /// the center must be positive, and values not above zero are shown as missing and counted.
  public var isLogarithmic: Bool
  /// The value of the first colour; the data decide when `nil`. Values beyond take the colour of the end.
  public var lower: Double?
  /// The value of the last colour; the data decide when `nil`.
  public var upper: Double?
  /// What the colours measure, written at the colour bar.
  public var title: String?

  /// A colour scale; without arguments a sequential one fitted to the data.
  public init(
    _ kind: Kind = .sequential, isLogarithmic: Bool = false, lower: Double? = nil, upper: Double? = nil,
    title: String? = nil
  ) {
    self.kind = kind
    self.isLogarithmic = isLogarithmic
    self.lower = lower
    self.upper = upper
    self.title = title
  }
}
