extension Theme {
  /// Every theme.
  public static let all: [Theme] = [light, dark, print, greyscale]

  /// For light pages.
  public static let light = Theme(
    name: "light", paper: Color(0xFFFFFF), ink: Color(0x16191D), quietInk: Color(0x5A626C),
    axis: Color(0x8A929C), grid: Color(0xE4E7EB), notice: Color(0xA3341F), palette: .onLight,
    sequential: ColorRamp.sequentialOnLight, diverging: ColorRamp.divergingOnLight, lineWidth: 1.5,
    hairline: 0.6, bandOpacity: 0.16)

  /// For dark pages.
  public static let dark = Theme(
    name: "dark", paper: Color(0x14171B), background: .documents, ink: Color(0xECEEF1),
    quietInk: Color(0xA4ACB7),
    axis: Color(0x6C7580), grid: Color(0x2A3037), notice: Color(0xFF9C85), palette: .onDark,
    sequential: ColorRamp.sequentialOnDark, diverging: ColorRamp.divergingOnDark, lineWidth: 1.5,
    hairline: 0.6, bandOpacity: 0.22)

  /// For paper: black ink, thinner lines, at the sizes of a column.
  public static let print = Theme(
    name: "print", paper: Color(0xFFFFFF), ink: Color(0x000000), quietInk: Color(0x3C4249),
    axis: Color(0x6B727B), grid: Color(0xE2E5E9), notice: Color(0xA3341F), palette: .onLight,
    sequential: ColorRamp.sequentialOnLight, diverging: ColorRamp.divergingOnLight, lineWidth: 1.1,
    hairline: 0.45, bandOpacity: 0.18)
}

extension Theme {
  /// For printers without colour: greys, from two series on dashes and markers too, and hatching for what a second hue
  /// says elsewhere.
  public static let greyscale: Theme = {
    var theme = print
    theme.name = "greyscale"
    theme.notice = Color(0x000000)
    theme.palette = .grey
    theme.sequential = ColorRamp.grey
    theme.diverging = ColorRamp.divergingGrey
    theme.hatchesBelowCenter = true
    return theme
  }()
}

extension Palette {
  /// Four greys on white, at least 12 apart in lightness.
  public static let grey = Palette(
    colors: [Color(0x000000), Color(0x8C8C8C), Color(0x4A4A4A), Color(0x6B6B6B)], doublesFrom: 2)

  /// Eight colours on white, each at a contrast of at least 2.6 to it, told apart by the three common
  /// kinds of colour blindness and, the first four by a wide margin, in greyscale.
  public static let onLight = Palette(colors: [
    Color(0x273AB2), Color(0xF57B07), Color(0x008864), Color(0x5F005D), Color(0xA89250),
    Color(0x19ACFF), Color(0xA40A1A), Color(0x9E4EB7),
  ])

  /// Eight colours on near black, by the same measure.
  public static let onDark = Palette(colors: [
    Color(0x678FD7), Color(0xFEA556), Color(0xB4F6C3), Color(0xC64571), Color(0xF5D900),
    Color(0x65DBFC), Color(0xEC5251), Color(0x8765E5),
  ])
}
