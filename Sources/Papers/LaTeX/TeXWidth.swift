/// How wide text is in TeX, so that a table can be fitted into a page before TeX sees it.
///
/// Documents choose their own letters, so every sign is taken as wide as in the wider of Computer Modern and Times: what
/// is said to fit fits in both.
enum TeXWidth {
  /// A size of letters.
  enum Size: String {
    case small, footnotesize, scriptsize

    /// In a document of 11 pt, TeX's points; a document of 10 pt has smaller ones.
    var points: Double {
      switch self {
      case .small: 10
      case .footnotesize: 9
      case .scriptsize: 8
      }
    }

    /// The distance of lines, in TeX's points.
    var line: Double {
      switch self {
      case .small: 12
      case .footnotesize: 11
      case .scriptsize: 9.5
      }
    }

    /// Computer Modern is wider for its height the smaller it is.
    fileprivate var stretch: Double {
      switch self {
      case .small: 1
      case .footnotesize: 1.031
      case .scriptsize: 1.065
      }
    }
  }

  /// The commands of booktabs between rows.
  enum Space: String {
    case toprule, midrule, bottomrule, cmidrule, addlinespace

    /// How much it adds to a table, in TeX's points. The lengths of booktabs are those of the letters in which a document
    /// begins, here of 11 pt, whatever the size of the table; ex of Times is not more than 0.46 em.
    var height: Double {
      let em = 10.95
      let ex = 0.46 * em
      return switch self {
      case .toprule: 0.08 * em + 0.65 * ex
      case .midrule: 0.4 * ex + 0.05 * em + 0.65 * ex
      case .bottomrule: 0.4 * ex + 0.08 * em
      case .cmidrule: 0.4 * ex + 0.03 * em + 0.65 * ex
      case .addlinespace: 0.5 * em
      }
    }
  }

  /// The width of `text` in TeX's points.
  static func points(_ text: String, _ size: Size, isBold: Bool = false) -> Double {
    let widths = isBold ? bold : medium
    let sum = text.unicodeScalars.reduce(0) { $0 + width(of: $1, widths) }
    return Double(sum) / 1000 * size.points * size.stretch
  }

  /// In thousandths of the size.
  private static func width(of sign: Unicode.Scalar, _ widths: [Int]) -> Int {
    if let known = signs[sign] { return known }
    let plain = String(sign).decomposedStringWithCanonicalMapping.unicodeScalars.first ?? sign
    let place = Int(plain.value) - 32
    return widths.indices.contains(place) ? widths[place] : 1000
  }

  /// What LaTeX sets as a formula or a command, and the signs that tables write most.
  private static let signs: [Unicode.Scalar: Int] = {
    var signs: [Unicode.Scalar: Int] = [
      "−": 778, "×": 778, "±": 778, "·": 278, "–": 575, "’": 319, "‘": 319, "“": 575, "”": 603, "\u{A0}": 383,
      "⁻": 650, "⁺": 650, "\u{2009}": 167, "\u{202F}": 167, "\u{200B}": 0,
    ]
    for digit in "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉".unicodeScalars { signs[digit] = 450 }
    return signs
  }()

  /// Of the signs from the space to the tilde: the wider of cmr10 and Times, T1 encoding.
  private static let medium = [
    333, 333, 500, 833, 500, 833, 778, 333, 389, 389, 500, 778, 278, 333, 278, 500, 500, 500, 500, 500, 500,
    500,
    500, 500, 500, 500, 278, 278, 778, 778, 778, 472, 921, 750, 708, 722, 764, 681, 653, 785, 750, 361, 514,
    778,
    625, 917, 750, 778, 681, 778, 736, 556, 722, 750, 750, 1028, 750, 750, 611, 333, 500, 333, 611, 778, 500,
    500,
    556, 444, 556, 444, 333, 500, 556, 278, 306, 528, 278, 833, 556, 500, 556, 528, 392, 394, 389, 556, 528,
    722,
    528, 528, 444, 500, 278, 500, 611,
  ]

  /// The same in bold.
  private static let bold = [
    383, 350, 603, 958, 575, 1000, 894, 333, 447, 447, 575, 894, 319, 383, 319, 575, 575, 575, 575, 575, 575,
    575,
    575, 575, 575, 575, 333, 333, 894, 894, 894, 543, 930, 869, 818, 831, 882, 756, 724, 904, 900, 436, 594,
    901,
    692, 1092, 900, 864, 786, 864, 862, 639, 800, 885, 869, 1189, 869, 869, 703, 333, 575, 333, 703, 894, 575,
    559,
    639, 511, 639, 527, 351, 575, 639, 319, 351, 607, 319, 958, 639, 575, 639, 607, 474, 454, 447, 639, 607,
    831,
    607, 607, 511, 575, 319, 575, 703,
  ]
}
