import Foundation

/// The mapping from the values of a heatmap to colours.
public struct ColorScale: Sendable, Equatable {
  /// The families of colours.
  public enum Kind: Sendable, Equatable {
    /// One hue that grows from least to most.
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
  /// The quantity that colours show, written at the colour bar.
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

/// Values to places on a ramp of colours.
struct ColorDomain {
  let lower: Double
  let upper: Double
  let center: Double?
  let isLogarithmic: Bool

  /// The domain of the heatmaps of panels that share one, `nil` when there is none with a value.
  init?(_ settings: ColorScale, panels: [Panel]) {
    isLogarithmic = settings.isLogarithmic
    let transform: Scale.Transform = settings.isLogarithmic ? .log10 : .linear
    let values = panels.flatMap(\.marks).filter { $0.kind.geometry.hasCells }.flatMap(\.value)
      .filter { transform.apply($0) != nil }
    guard let least = values.min(), let most = values.max() else { return nil }
    var low = settings.lower ?? least
    var high = settings.upper ?? most
    if case .diverging(let middle) = settings.kind {
      center = middle
      // Both sides reach equally far, so that equal depth of colour means equal distance from the middle.
      if settings.isLogarithmic {
        let reach = max(high / middle, middle / low)
        (low, high) = (middle / reach, middle * reach)
      } else {
        let reach = max(high - middle, middle - low)
        (low, high) = (middle - reach, middle + reach)
      }
    } else {
      center = nil
    }
    if !(high > low) {
      low = isLogarithmic ? low / 2 : low - max(low.magnitude * 0.1, 1)
      high = isLogarithmic ? high * 2 : high + max(high.magnitude * 0.1, 1)
    }
    lower = low
    upper = high
  }

  /// The place of a value from 0 to 1 along the ramp, `nil` when it has none.
  func fraction(_ value: Double) -> Double? {
    scale(start: 0, end: 1).place(value)
  }

  /// The colour at a place along the ramp, from 0 to 1.
  func color(at fraction: Double, theme: Theme) -> Color {
    ColorRamp.color(at: fraction, of: center == nil ? theme.sequential : theme.diverging)
  }

  /// About `count` ticks for the key.
  func ticks(count: Int) -> [Double] {
    let row =
      isLogarithmic
      ? LogTicks.row(from: lower, to: upper, count: count).major
      : WilkinsonTicks.row(from: lower, to: upper, count: count).values
    let scale = scale(start: 0, end: 1)
    return row.filter(scale.holds)
  }

  func scale(start: Double, end: Double) -> Scale {
    Scale(
      transform: isLogarithmic ? .log10 : .linear, lower: lower, upper: upper, start: start, end: end)
  }
}
