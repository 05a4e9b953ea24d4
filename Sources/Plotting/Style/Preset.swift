/// The size of a figure and of the letters in it, by where it will be printed.
///
/// Sizes are those of the venue's style file, letters one or two points smaller than its text. Templates
/// change, so a preset carries the year whose style file it follows; see ``all``.
public struct Preset: Sendable, Equatable {
  /// The name by which ``named(_:)`` finds it: `acl`, `acl-full`, `web`.
  public var name: String
  /// The year of the style file, `nil` where there is none.
  public var year: Int?
  /// The size of the figure.
  public var size: FigureSize
  /// The size of ordinary letters, in points.
  public var fontSize: Double
  /// The size of tick labels and notes, in points.
  public var smallFontSize: Double
  /// Whether the title of a vertical axis stands turned beside it, which spares height, or level above
  /// it, which is easier to read.
  public var turnsVerticalTitles: Bool
  /// The free border around everything, in points.
  public var margin: Double

  /// A preset by its parts.
  public init(
    name: String, year: Int? = nil, size: FigureSize, fontSize: Double, smallFontSize: Double? = nil,
    turnsVerticalTitles: Bool = true, margin: Double = 0.015 * 72
  ) {
    self.name = name
    self.year = year
    self.size = size
    self.fontSize = fontSize
    self.smallFontSize = smallFontSize ?? max(fontSize - 2, 5)
    self.turnsVerticalTitles = turnsVerticalTitles
    self.margin = margin
  }

  /// The preset of that name.
  ///
  /// - Throws: ``PlotError`` naming the known ones.
  public static func named(_ name: String) throws(PlotError) -> Preset {
    guard let preset = all.first(where: { $0.name == name }) else {
      throw .unknownName(kind: "preset", name: name, known: all.map(\.name))
    }
    return preset
  }

  /// The same preset with another size.
  public func sized(_ size: FigureSize) -> Preset {
    var copy = self
    copy.size = size
    return copy
  }
}

/// The size of a figure in points (72 to the inch). The size asked for is the size written.
public enum FigureSize: Sendable, Equatable {
  /// Exactly this size.
  case exact(width: Double, height: Double)
  /// Exactly this width; each panel is as high as `panelAspect` times its width (wide panels are given
  /// flatter shapes when it is `nil`, and panels of categories as much as these need), and the height of
  /// the figure follows.
  case width(Double, panelAspect: Double? = nil)
  /// Each panel exactly this size; the size of the figure follows.
  case panels(width: Double, height: Double)

  /// The widths and heights that a figure may have, in points.
  public static let sides = 20.0...14_400
  /// The widths and heights that may be asked for a panel, in points.
  public static let panelSides = 5.0...7200
}

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

extension Preset {
  /// Size, letters and year in a few words: `3.03 in wide, letters of 8 pt, style of 2025`.
  package var summary: String {
    let style = year.map { ", style of \($0)" } ?? ""
    return "\(sizeWords), letters of \(Self.number(fontSize)) pt\(style)"
  }

  private var sizeWords: String {
    switch size {
    case .exact(let width, let height): "\(Self.inches(width)) × \(Self.inches(height)) in"
    case .width(let width, _): "\(Self.inches(width)) in wide"
    case .panels(let width, let height): "panels of \(Self.inches(width)) × \(Self.inches(height)) in"
    }
  }

  private static func inches(_ points: Double) -> String { number(points / 72) }

  /// Three decimals at most, none that is 0.
  private static func number(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}
