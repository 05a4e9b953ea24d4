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

  /// Black where this colour is lighter than a threshold, else white.
  func ink(darkAbove threshold: Double) -> Color {
    luminance > threshold ? Color(0x101317) : Color(0xFFFFFF)
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
