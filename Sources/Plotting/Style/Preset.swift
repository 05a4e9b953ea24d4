/// The size of a figure and of the letters in it, by where it will be printed.
///
/// Sizes are those of the venue's style file, letters one or two points smaller than its text. Templates
/// change, so a preset carries the year whose style file it follows; see ``all``.
public struct Preset: Sendable, Equatable {
  /// What the command line calls it: `acl`, `acl-full`, `web`.
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
