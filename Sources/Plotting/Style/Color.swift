import Foundation

/// A colour in sRGB with opacity, each component from 0 to 1.
public struct Color: Sendable, Equatable, Hashable {
  /// The red component.
  public var red: Double
  /// The green component.
  public var green: Double
  /// The blue component.
  public var blue: Double
  /// The opacity.
  public var alpha: Double

  /// A colour by its components.
  public init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  /// A colour as it is written on the web: `Color(0x0072B2)`.
  public init(_ rgb: UInt32, alpha: Double = 1) {
    self.init(
      red: Double((rgb >> 16) & 0xFF) / 255, green: Double((rgb >> 8) & 0xFF) / 255,
      blue: Double(rgb & 0xFF) / 255, alpha: alpha)
  }

  /// The same colour with its opacity multiplied.
  public func opacity(_ factor: Double) -> Color {
    Color(red: red, green: green, blue: blue, alpha: alpha * factor)
  }

  /// The opaque colour seen when this one lies on `paper`.
  public func flattened(over paper: Color) -> Color {
    paper.mixed(with: Color(red: red, green: green, blue: blue), alpha)
  }

  /// The colour `fraction` of the way to `other`, along a straight line in sRGB.
  public func mixed(with other: Color, _ fraction: Double) -> Color {
    func mix(_ a: Double, _ b: Double) -> Double { a + (b - a) * fraction }
    return Color(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue),
      alpha: mix(alpha, other.alpha))
  }

  /// The relative luminance of an opaque colour (WCAG 2.2).
  var luminance: Double {
    func linear(_ c: Double) -> Double { c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4) }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// Black or white, whichever stands out more on this colour.
  var readableInk: Color { ink(darkAbove: 0.179) }

  /// Black where this colour is lighter than a threshold, else white. The black has a tint, but not on a grey, which may be
  /// part of a figure without colours.
  func ink(darkAbove threshold: Double) -> Color {
    guard luminance > threshold else { return Color(0xFFFFFF) }
    return red == green && green == blue ? Color(0x131313) : Color(0x101317)
  }

  /// Luminances on which black and white both have a contrast of 3.4 or more, beyond the 3 of WCAG for large letters.
  private static let readableByBoth = 0.14...0.24

  /// The threshold for the inks on `colors`: where black and white are both readable, in the widest gap between them, so
  /// that colours that look the same have the same ink.
  static func inkThreshold(_ colors: [Color]) -> Double {
    let both = readableByBoth
    let inside = colors.map(\.luminance).filter(both.contains).sorted()
    if inside.isEmpty { return 0.179 }
    let edges = [both.lowerBound] + inside + [both.upperBound]
    let gaps = zip(edges, edges.dropFirst()).map { (middle: ($0 + $1) / 2, width: $1 - $0) }
    return gaps.max { $0.width < $1.width }?.middle ?? 0.179
  }
}

/// Ramps of colours for values, evenly spaced.
enum ColorRamp {
  /// Pale to deep blue: on white, more ink is more.
  static let sequentialOnLight = [
    Color(0xF1F4FA), Color(0xCFDDF0), Color(0xA3C1E3), Color(0x6F9FD2), Color(0x417ABB),
    Color(0x22559B), Color(0x132F6B),
  ]

  /// Near black to pale yellow: on black, more light is more.
  static let sequentialOnDark = [
    Color(0x1C2432), Color(0x24406B), Color(0x2F63A6), Color(0x4A8BCB), Color(0x7FB3DC),
    Color(0xBBD8E8), Color(0xF2F6DF),
  ]

  /// Blue over near white to orange.
  static let divergingOnLight = [
    Color(0x1F4E8C), Color(0x5B8CC0), Color(0xA9C6E0), Color(0xF3F3F1), Color(0xF2C39B),
    Color(0xD98446), Color(0x9A4A12),
  ]

  /// Blue over near black to orange.
  static let divergingOnDark = [
    Color(0x8DBDF2), Color(0x4D84BE), Color(0x2C4C70), Color(0x23272D), Color(0x6D452A),
    Color(0xBE7138), Color(0xF7B478),
  ]

  /// White to black.
  static let grey = [Color(0xF7F7F7), Color(0xBDBDBD), Color(0x808080), Color(0x474747), Color(0x141414)]

  /// Black over near white to black: darkness is distance from the middle, and hatching tells the sides apart, as maps
  /// without colour do it.
  static let divergingGrey = [
    Color(0x2A2A2A), Color(0x747474), Color(0xB4B4B4), Color(0xF5F5F5), Color(0xB4B4B4), Color(0x747474),
    Color(0x2A2A2A),
  ]

  /// Number of steps between the colours of a ramp, more than an eye tells apart, and few enough for each to have a name.
  static let steps = 64

  /// The colour of the step nearest to `fraction` (0 to 1, clamped) of the way along `colors`.
  static func color(at fraction: Double, of colors: [Color]) -> Color {
    let last = colors.count - 1
    guard last > 0 else { return colors.first ?? Color(0x808080) }
    // Rounded from the middle, so that what lies equally far from it has equal colours.
    let half = Double(steps) / 2
    let step = half + ((min(max(fraction, 0), 1) - 0.5) * Double(steps)).rounded()
    let place = step / Double(steps) * Double(last)
    let index = min(Int(place), last - 1)
    return colors[index].mixed(with: colors[index + 1], place - Double(index))
  }
}
