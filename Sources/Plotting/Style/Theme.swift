/// Colours, typefaces and stroke weights: everything about how a figure looks but its size.
///
/// A theme is data; make one from another by changing what differs.
public struct Theme: Sendable, Equatable {
  /// The name by which ``named(_:)`` finds it.
  public var name: String
  /// The files of a figure that paint the paper behind it.
  public enum Background: String, Sendable, Equatable, CaseIterable {
    /// None: all take the colour of the page that they lie on.
    case transparent = "none"
    /// PDF and EPS, whose pages are white; an SVG takes the colour of its page. For letters too light for white paper.
    case documents
    /// All.
    case paint
  }

  /// Colour of the page where the figure will lie. Outlines that separate marks, and tints in formats without
  /// transparency, are mixed with it.
  public var paper: Color
  /// Files that paint the paper themselves; the others stay transparent and take the page's colour. PNG files
  /// are painted unless asked otherwise.
  public var background: Background
  /// Titles and whatever else must be read first.
  public var ink: Color
  /// Axis titles, tick labels, notes.
  public var quietInk: Color
  /// Axis lines and ticks.
  public var axis: Color
  /// Grid lines.
  public var grid: Color
  /// Marks of what was left out.
  public var notice: Color
  /// The colours, dashes and markers of series.
  public var palette: Palette
  /// Colours from least to most.
  public var sequential: [Color]
  /// Colours from one side over the neutral middle to the other.
  public var diverging: [Color]
  /// Whether cells of values below the middle of a diverging scale are hatched, and so is their half of its key: where
  /// both sides are equally dark and no hue tells them apart.
  public var hatchesBelowCenter: Bool
  /// The typefaces, in the order in which they are asked for a character.
  public var typefaces: [Typeface]
  /// The width of lines, in points.
  public var lineWidth: Double
  /// The width of axes, ticks and grid lines, in points.
  public var hairline: Double
  /// The opacity of bands and areas.
  public var bandOpacity: Double

  /// A theme by all its parts.
  public init(
    name: String, paper: Color, background: Background = .transparent, ink: Color, quietInk: Color,
    axis: Color,
    grid: Color, notice: Color, palette: Palette, sequential: [Color], diverging: [Color],
    hatchesBelowCenter: Bool = false, typefaces: [Typeface] = Typeface.standard, lineWidth: Double,
    hairline: Double, bandOpacity: Double
  ) {
    self.name = name
    self.paper = paper
    self.background = background
    self.ink = ink
    self.quietInk = quietInk
    self.axis = axis
    self.grid = grid
    self.notice = notice
    self.palette = palette
    self.sequential = sequential
    self.diverging = diverging
    self.hatchesBelowCenter = hatchesBelowCenter
    self.typefaces = typefaces
    self.lineWidth = lineWidth
    self.hairline = hairline
    self.bandOpacity = bandOpacity
  }

  /// The theme with strokes as strong as large letters want them; those of ordinary letters stay as they are.
  func fitted(to preset: Preset) -> Theme {
    var copy = self
    let factor = max(1, preset.fontSize / 11)
    copy.lineWidth *= factor
    copy.hairline *= factor
    return copy
  }

  /// The theme of that name.
  ///
  /// - Throws: ``PlotError`` naming the known ones.
  public static func named(_ name: String) throws(PlotError) -> Theme {
    guard let theme = all.first(where: { $0.name == name }) else {
      throw .unknownName(kind: "theme", name: name, known: all.map(\.name))
    }
    return theme
  }
}

extension Theme {
  /// Every theme.
  public static let all: [Theme] = [light, dark, print, greyscale]

  /// Theme for light pages.
  public static let light = Theme(
    name: "light", paper: Color(0xFFFFFF), ink: Color(0x16191D), quietInk: Color(0x5A626C),
    axis: Color(0x8A929C), grid: Color(0xE4E7EB), notice: Color(0xA3341F), palette: .onLight,
    sequential: ColorRamp.sequentialOnLight, diverging: ColorRamp.divergingOnLight, lineWidth: 1.5,
    hairline: 0.6, bandOpacity: 0.18)

  /// Theme for dark pages.
  public static let dark = Theme(
    name: "dark", paper: Color(0x14171B), background: .documents, ink: Color(0xECEEF1),
    quietInk: Color(0xA4ACB7),
    axis: Color(0x6C7580), grid: Color(0x2A3037), notice: Color(0xFF9C85), palette: .onDark,
    sequential: ColorRamp.sequentialOnDark, diverging: ColorRamp.divergingOnDark, lineWidth: 1.5,
    hairline: 0.6, bandOpacity: 0.18)

  /// Theme for paper: black ink, thinner lines, at the sizes of a column.
  public static let print = Theme(
    name: "print", paper: Color(0xFFFFFF), ink: Color(0x000000), quietInk: Color(0x3C4249),
    axis: Color(0x6B727B), grid: Color(0xE2E5E9), notice: Color(0xA3341F), palette: .onLight,
    sequential: ColorRamp.sequentialOnLight, diverging: ColorRamp.divergingOnLight, lineWidth: 1.1,
    hairline: 0.45, bandOpacity: 0.18)
}

extension Theme {
  /// Theme for printers without colour: greys, from two series on dashes and markers too, and hatching for
  /// what a second hue says elsewhere.
  public static let greyscale: Theme = {
    var theme = print
    theme.name = "greyscale"
    // As light as the blue tints of `print`.
    theme.quietInk = Color(0x414141)
    theme.axis = Color(0x717171)
    theme.grid = Color(0xE5E5E5)
    theme.notice = Color(0x000000)
    theme.palette = .grey
    theme.sequential = ColorRamp.grey
    theme.diverging = ColorRamp.divergingGrey
    theme.hatchesBelowCenter = true
    return theme
  }()
}
