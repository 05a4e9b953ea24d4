import Foundation

/// A length as the command line and paper templates write it: `3.03in`, `7.7cm`, `219.08612pt`.
package struct PaperLength: Sendable, Equatable {
  /// In points of 72 to the inch, the unit of figures.
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
