/// A figure laid out: every stroke and every glyph in its place, in points.
///
/// This is the seam between layout and files. Layout makes a drawing, ``encode(as:)`` writes it; the
/// geometry tests read it as it is. Laying out once and writing several files is cheaper than rendering the
/// figure for each, and a drawing may be written by several tasks at once.
public struct Drawing: Sendable {
  /// The width in points.
  public let width: Double
  /// The height in points.
  public let height: Double
  /// The title of the files, plain text.
  public package(set) var title: String
  /// A description of the figure in words, for those who do not see it.
  public package(set) var altText: String
  /// Number of values that were left out because they have no place on their scales. The figure says so
  /// itself, above the panel and at its edge.
  public let omittedValues: Int

  package let theme: Theme
  package let panels: [Rect]
  /// Values that a page may show, for each panel that has any.
  let readings: [PanelReadings]
  /// The columns of panels; nil where there is one.
  let strips: ColumnStrips?
  package let elements: [Element]
}

/// One thing drawn, and what it is.
package struct Element: Sendable {
  /// Purpose of a drawn thing: the geometry tests tell words that must not meet from marks that may.
  package enum Role: Sendable, Equatable {
    case grid, axis, mark, markText, tickLabel, exponent, axisTitle, panelTitle, title, subtitle, notice
    case legend, legendText, label, leader, colorBar, omission
  }

  package var role: Role
  package var shape: Shape
  /// The point of words that stays in its place where a page sets them in another font.
  package var anchor = TextAnchor.start
  /// The colour that words lie on, where that is not the paper.
  package var ground: Color?

  package init(_ role: Role, _ shape: Shape) {
    self.role = role
    self.shape = shape
  }
}

/// A point of a line of words along its baseline.
package enum TextAnchor: String, Sendable {
  case start, middle, end

  /// The part of the line's width before it.
  var share: Double {
    switch self {
    case .start: 0
    case .middle: 0.5
    case .end: 1
    }
  }
}

/// The primitives: all that a surface must be able to draw.
package enum Shape: Sendable {
  case fill(Path, Color)
  case stroke(Path, Stroke)
  case text(TextLine, at: Point, color: Color, turned: Bool)
}

/// The pen that strokes a path.
package struct Stroke: Sendable, Equatable {
  package var color: Color
  package var width: Double
  /// Lengths in points; empty for a solid line.
  package var dash: [Double]
  package var hasRoundCaps: Bool

  package init(_ color: Color, width: Double, dash: [Double] = [], hasRoundCaps: Bool = false) {
    self.color = color
    self.width = width
    self.dash = dash
    self.hasRoundCaps = hasRoundCaps
  }
}

extension Element {
  /// The place a text takes up, `nil` for anything else.
  package var textBounds: Rect? {
    guard case .text(let line, let at, _, let turned) = shape else { return nil }
    return line.bounds(at: at, turned: turned)
  }
}
