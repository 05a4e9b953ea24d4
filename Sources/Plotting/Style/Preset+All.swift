extension Preset {
  /// Every preset, one column before full width. The sizes are those of the venues' style files as
  /// tueplots lists them; those of ACL (A4, margins of 2.5 cm, 0.6 cm between columns) follow acl.sty.
  public static let all: [Preset] =
    [
      web, slide,
      paper("acl", 2025, inches: 3.03, font: 8), paper("acl-full", 2025, inches: 6.30, font: 8),
      paper("neurips", 2024, inches: 5.5, font: 9), paper("iclr", 2024, inches: 5.5, font: 9),
      paper("icml", 2024, inches: 3.25, font: 8), paper("icml-full", 2024, inches: 6.75, font: 8),
      paper("aistats", 2023, inches: 3.25, font: 9), paper("aistats-full", 2023, inches: 6.75, font: 9),
      paper("uai", 2023, inches: 3.25, font: 9), paper("uai-full", 2023, inches: 6.75, font: 9),
      paper("cvpr", 2024, inches: 3.25, font: 8), paper("cvpr-full", 2024, inches: 6.875, font: 8),
      paper("aaai", 2024, inches: 3.3, font: 9), paper("aaai-full", 2024, inches: 6.975, font: 9),
      paper("eccv", 2024, inches: 4.8, font: 8), paper("tmlr", 2023, inches: 6.5, font: 9),
      paper("jmlr", 2023, inches: 6.0, font: 9.95),
    ]

  /// A page of a web site: 1040 CSS pixels wide, the height following from the panels.
  public static let web = Preset(
    name: "web", size: .width(780), fontSize: 9.75, smallFontSize: 8.25,
    turnsVerticalTitles: false, margin: 3)

  /// Half of a 16:9 slide of 13.33 × 7.5 inches, to be read from the last row.
  public static let slide = Preset(
    name: "slide", size: .exact(width: 864, height: 432), fontSize: 18, smallFontSize: 15,
    turnsVerticalTitles: false, margin: 6)

  /// One column of an ACL or EMNLP paper.
  public static let acl = paper("acl", 2025, inches: 3.03, font: 8)

  /// The full width of an ACL or EMNLP paper.
  public static let aclFull = paper("acl-full", 2025, inches: 6.30, font: 8)

  private static func paper(_ name: String, _ year: Int, inches: Double, font: Double) -> Preset {
    Preset(
      name: name, year: year, size: .width(inches * 72), fontSize: font,
      smallFontSize: font - 1)
  }
}
