/// A kind of file.
public enum OutputFormat: Sendable, Equatable {
  /// Scalable, for web pages. Every id in the file begins with `idPrefix` and a number made from what the file holds, so
  /// that any figures can stand in one page, variants of one figure too: two files share ids only where they are the
  /// same. The prefix must begin with a letter and hold only ASCII letters, digits, `-` and `_`.
  case svg(idPrefix: String)
  /// Pixels. Without transparency the theme's paper is painted.
  case png(dpi: Double, transparent: Bool = false)
  /// For papers, with embedded fonts and without a clock.
  case pdf
  /// For papers that still want it; tints are mixed with the paper, because EPS knows no transparency.
  case eps
}
