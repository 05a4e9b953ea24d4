/// The looks that tell series apart: colours first, and dashes and markers as well once there are more than four.
public struct Palette: Sendable, Equatable {
  /// The colours by slot. Neighbours, and the first four above all, differ in lightness as well as in hue.
  public var colors: [Color]
  /// Dash patterns in multiples of the line width; the first is empty, a solid line.
  public var dashes: [[Double]]
  /// The marker shapes.
  public var markers: [MarkerShape]
  /// Number of series from which on dashes and the shapes of markers double the colour. Lines get markers
  /// from five series on.
  public var doublesFrom: Int

  /// A palette by its parts; none of the lists may be empty.
  public init(
    colors: [Color], dashes: [[Double]] = Palette.standardDashes,
    markers: [MarkerShape] = MarkerShape.allCases, doublesFrom: Int = 5
  ) {
    precondition(!colors.isEmpty && !dashes.isEmpty && !markers.isEmpty, "a palette with nothing in it")
    self.colors = colors
    self.dashes = dashes
    self.markers = markers
    self.doublesFrom = doublesFrom
  }

  /// Solid, dashed, dotted, dash-dot: told apart at a line width of one point.
  public static let standardDashes: [[Double]] = [[], [4.5, 2], [1.2, 1.6], [6, 1.8, 1.2, 1.8]]

  /// The look of a series in `slot` in a figure of `count` series.
  ///
  /// A slot beyond the colours has one of them again, and a dash whatever the count. Up to eight series, each has a marker of its own. Up to 4 × 8 series of the palettes with eight colours, no two share
  /// colour and dash; markers tell apart beyond that.
  package func look(slot: Int, of count: Int) -> SeriesLook {
    let doubles = count >= doublesFrom
    let dash = dashes[(slot + slot / colors.count) % dashes.count]
    let marker = markers[(slot + slot / markers.count) % markers.count]
    return SeriesLook(
      color: colors[slot % colors.count], dash: doubles || slot >= colors.count ? dash : [],
      marker: doubles ? marker : markers[0],
      hasMarkers: doubles && count > 4)
  }
}

/// The shape of a marker.
public enum MarkerShape: Sendable, Equatable, CaseIterable {
  /// A disc.
  case circle
  /// A square.
  case square
  /// A triangle that points up.
  case triangle
  /// A square on its corner.
  case diamond
  /// A triangle that points down.
  case triangleDown
  /// An upright cross.
  case plus
  /// A slanted cross.
  case cross
  /// A circle with paper in it.
  case ring
}

/// The colour, dash and marker of one series.
package struct SeriesLook: Sendable, Equatable {
  package var color: Color
  package var dash: [Double]
  package var marker: MarkerShape
  package var hasMarkers: Bool
}

extension Palette {
  /// Four greys on white, at least 12 apart in lightness.
  public static let grey = Palette(
    colors: [Color(0x000000), Color(0x8C8C8C), Color(0x4A4A4A), Color(0x6B6B6B)], doublesFrom: 2)

  /// Eight colours on white, each at a contrast of more than 3 to it, told apart by the three common
  /// kinds of colour blindness and, the first four by a wide margin, in greyscale.
  public static let onLight = Palette(colors: [
    Color(0x2B3FB0), Color(0xBA5400), Color(0x2F9C85), Color(0x4A1B50), Color(0xA98F59),
    Color(0x797AA4), Color(0x91001B), Color(0xA169E1),
  ])

  /// Eight colours on near black, by the same measure.
  public static let onDark = Palette(colors: [
    Color(0x678FD7), Color(0xFEA556), Color(0xB4F6C3), Color(0xC64571), Color(0xF5D900),
    Color(0x65DBFC), Color(0xEC5251), Color(0x8765E5),
  ])
}
