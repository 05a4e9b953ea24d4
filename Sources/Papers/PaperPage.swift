import Figures
import Plotting

/// The columns of a venue's page, which figures and tables must fit into.
package struct PaperPage: Sendable, Equatable {
  /// The preset of one column, `acl`.
  package let name: String
  /// The width of a column, in points of 72 to the inch.
  package let column: Double
  /// The width of the text, across all columns.
  package let text: Double

  /// Place of a float on a page.
  package enum Width: String, Sendable, CaseIterable {
    /// A float in one column.
    case column
    /// A float across all columns.
    case full
  }

  /// The height of the text, in points: of the venues' pages the lowest, of letter paper with margins of an inch.
  static let height = 9.0 * 72

  /// A page of ACL and EMNLP papers.
  package static let acl = PaperPage(of: .acl) ?? PaperPage(name: "acl", column: 218.16, text: 453.6)

  /// Points that a width may lie over the page's: presets are the venues' centimetres in hundredths of an
  /// inch.
  static let tolerance = 0.5

  private static let fullEnding = "-full"

  private init(name: String, column: Double, text: Double) {
    self.name = name
    self.column = column
    self.text = text
  }

  /// The page that `preset` is made for, whatever its size; nil when it is none of a paper.
  package init?(of preset: Preset) {
    guard preset.year != nil else { return nil }
    let name = Self.isFull(preset) ? String(preset.name.dropLast(Self.fullEnding.count)) : preset.name
    guard let column = Self.width(of: name) else { return nil }
    self.init(name: name, column: column, text: Self.width(of: name + Self.fullEnding) ?? column)
  }

  /// The page of the paper's preset called `name`, and whether that is the one of its full width.
  ///
  /// - Throws: `FigureError.unknownName`.
  package static func named(_ name: String) throws -> (page: PaperPage, isFull: Bool) {
    let presets = Preset.all.filter { $0.year != nil }
    guard let preset = presets.first(where: { $0.name == name }), let page = PaperPage(of: preset) else {
      throw FigureError.unknownName(kind: "preset of a paper", name: name, known: presets.map(\.name))
    }
    return (page, isFull(preset))
  }

  /// Whether `preset` is that of the full width of a page of two columns.
  static func isFull(_ preset: Preset) -> Bool { preset.name.hasSuffix(fullEnding) }

  private static func width(of name: String) -> Double? {
    guard case .width(let width, _)? = Preset.all.first(where: { $0.name == name })?.size else { return nil }
    return width
  }

  /// Whether the page has two columns.
  package var hasTwoColumns: Bool { column < text }

  /// Finds the place of something of `width` points: across all columns when it does not fit into one of two.
  func place(of width: Double) -> Width {
    hasTwoColumns && width > column + Self.tolerance ? .full : .column
  }

  /// Returns the width of a float in points of 72 to the inch.
  func points(_ width: Width) -> Double { width == .column ? column : text }

  /// The environment of a float: `figure`, or `figure*` across both of two columns.
  func environment(_ name: String, _ width: Width) -> String {
    hasTwoColumns && width == .full ? "\(name)*" : name
  }

  /// TeX's points in one of 72 to the inch.
  static let pointsToTeX = 72.27 / 72

  /// The preset of its full width.
  var fullName: String { hasTwoColumns ? name + Self.fullEnding : name }
}

/// A length as the command line and paper templates write it: `3.03in`, `7.7cm`, `219.08612pt`.
package struct PaperLength: Sendable, Equatable {
  /// The length in points of 72 to the inch, the unit of figures.
  package let points: Double

  /// The units by name, in points of 72 to the inch. `pt` is TeX's, as `\the\columnwidth` prints it.
  private static let units: [(name: String, points: Double)] = [
    ("in", 72), ("cm", 72 / 2.54), ("mm", 72 / 25.4), ("pt", 72 / 72.27), ("bp", 1), ("px", 0.75),
  ]

  /// Reads a length; nil when it is no positive number with a unit.
  package init?(_ text: String) {
    guard let unit = Self.units.first(where: { text.hasSuffix($0.name) }),
      let number = Self.number(text.dropLast(unit.name.count)), number > 0
    else { return nil }
    points = number * unit.points
  }

  /// Decimal digits with at most one point: `Double` alone would take `0x1p4` and `inf` too.
  private static func number(_ text: Substring) -> Double? {
    let isDecimal = text.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
    return isDecimal ? Double(text) : nil
  }
}
