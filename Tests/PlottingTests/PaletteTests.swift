import Foundation
import Plotting
import Testing

/// Colours are told apart by readers with the common kinds of colour blindness, and in greyscale.
@Suite struct PaletteTests {
  /// Linear RGB as dichromats see it: Machado, Oliveira and Fernandes (2009), severity 1.
  static let visions: [(String, [[Double]])] = [
    ("normal", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    (
      "protanopia",
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    (
      "deuteranopia",
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    (
      "tritanopia",
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
  ]

  static let palettes: [(String, Palette, Color)] = [
    ("light", .onLight, Theme.light.paper), ("dark", .onDark, Theme.dark.paper),
  ]

  /// CIELAB under D65.
  private static func lab(_ linear: [Double]) -> [Double] {
    let matrix = [
      [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
      [0.0193339, 0.1191920, 0.9503041],
    ]
    let white = [0.95047, 1, 1.08883]
    let f = zip(matrix, white).map { row, white -> Double in
      let value = zip(row, linear).map { $0 * $1 }.reduce(0, +) / white
      return value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  private static func linear(_ color: Color) -> [Double] {
    [color.red, color.green, color.blue].map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
  }

  private static func seen(_ color: Color, _ vision: [[Double]]) -> [Double] {
    let rgb = linear(color)
    return lab(vision.map { row in min(max(zip(row, rgb).map { $0 * $1 }.reduce(0, +), 0), 1) })
  }

  /// The least CIE 1976 ΔE between any two of the colours.
  static func leastDistance(_ colors: ArraySlice<Color>, _ vision: [[Double]]) -> Double {
    let labs = colors.map { seen($0, vision) }
    var least = Double.infinity
    for (index, a) in labs.enumerated() {
      for b in labs[(index + 1)...] {
        least = min(least, zip(a, b).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot())
      }
    }
    return least
  }

  static func leastLightnessDistance(_ colors: ArraySlice<Color>) -> Double {
    let lightness = colors.map { lab(linear($0))[0] }.sorted()
    return zip(lightness, lightness.dropFirst()).map { $1 - $0 }.min() ?? .infinity
  }

  // A ΔE of 2.3 is just noticeable side by side (Mahy et al. 1994); thin lines apart from each other need
  // several times that.
  @Test(arguments: visions.map(\.0)) func coloursDiffer(vision: String) throws {
    let matrix = try #require(Self.visions.first { $0.0 == vision }).1
    for (name, palette, _) in Self.palettes {
      #expect(Self.leastDistance(palette.colors[..<4], matrix) > 29, "first four, \(name)")
      #expect(Self.leastDistance(palette.colors[..<6], matrix) > 23, "first six, \(name)")
      #expect(Self.leastDistance(palette.colors[...], matrix) > 19, "all, \(name)")
    }
  }

  @Test func theFirstFourDifferInGreyscale() {
    for (name, palette, _) in Self.palettes {
      #expect(Self.leastLightnessDistance(palette.colors[..<4]) > 10, "\(name)")
      #expect(Self.leastLightnessDistance(palette.colors[...]) > 2.3, "\(name)")
    }
  }

  @Test func greysDiffer() {
    #expect(Self.leastLightnessDistance(Palette.grey.colors[...]) > 12)
    let looks = (0..<16).map { Palette.grey.look(slot: $0, of: 16) }
    for (index, look) in looks.enumerated() {
      for other in looks[(index + 1)...] { #expect((look.color, look.dash) != (other.color, other.dash)) }
    }
  }

  // What WCAG 2.2 asks of graphics.
  @Test func coloursStandOutFromThePaper() {
    for (name, palette, paper) in Self.palettes {
      func luminance(_ color: Color) -> Double {
        zip([0.2126, 0.7152, 0.0722], Self.linear(color)).map { $0 * $1 }.reduce(0, +)
      }
      for color in palette.colors {
        let pair = [luminance(color), luminance(paper)].sorted()
        #expect((pair[1] + 0.05) / (pair[0] + 0.05) >= 3, "\(name)")
      }
    }
  }

  @Test func moreThanFourSeriesDifferInDashAndMarkerToo() {
    let palette = Palette.onLight
    let looks = (0..<60).map { palette.look(slot: $0, of: 60) }
    for (index, look) in looks.enumerated() {
      for other in looks[(index + 1)...] { #expect(look != other) }
    }
    for (look, next) in zip(looks, looks.dropFirst()) {
      #expect(look.dash != next.dash || look.marker != next.marker)
    }
    #expect(palette.look(slot: 3, of: 4).dash.isEmpty)
  }
}
