/// Greatest possible width of text in TeX, so that a table can be fitted to a page before TeX sees it.
///
/// Documents choose their own letters: every sign is taken to be as wide as in the wider of Computer Modern and Times, so
/// that what is said to fit fits in both.
enum TeXWidth {
  /// A size of letters in TeX's points, in a document of 11 pt.
  enum Size: Double {
    case small = 10
    /// Computer Modern is wider for its height the smaller it is.
    case scriptsize = 8.52
  }

  /// The width of `text` in TeX's points; bold ones of numbers are wider by 15 %.
  static func points(_ text: String, _ size: Size = .small, isBold: Bool = false) -> Double {
    let sum = text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    return Double(sum) / 1000 * size.rawValue * (isBold ? 1.15 : 1)
  }

  /// Returns the width of a sign in thousandths of the size.
  private static func width(of sign: Unicode.Scalar) -> Int {
    if let known = signs[sign] { return known }
    let plain = String(sign).decomposedStringWithCanonicalMapping.unicodeScalars.first ?? sign
    let place = Int(plain.value) - 32
    return ascii.indices.contains(place) ? ascii[place] : 1000
  }

  /// Widths of signs that LaTeX sets as a formula or a command.
  private static let signs: [Unicode.Scalar: Int] = {
    var signs: [Unicode.Scalar: Int] = [
      "−": 778, "×": 778, "±": 778, "–": 575, "’": 319, "“": 575, "”": 603, "\u{A0}": 383, "⁻": 650, "⁺": 650,
    ]
    for digit in "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉".unicodeScalars { signs[digit] = 450 }
    return signs
  }()

  /// Widths from the space to the tilde: the wider of cmr10 and Times, T1 encoding.
  private static let ascii = [
    333, 333, 500, 833, 500, 833, 778, 333, 389, 389, 500, 778, 278, 333, 278, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 500, 278, 278, 778, 778, 778, 472, 921, 750, 708, 722, 764, 681, 653, 785, 750, 361,
    514, 778, 625, 917, 750, 778, 681, 778, 736, 556, 722, 750, 750, 1028, 750, 750, 611, 333, 500, 333, 611,
    778, 500, 500, 556, 444, 556, 444, 333, 500, 556, 278, 306, 528, 278, 833, 556, 500, 556, 528, 392, 394,
    389, 556, 528, 722, 528, 528, 444, 500, 278, 500, 611,
  ]
}
