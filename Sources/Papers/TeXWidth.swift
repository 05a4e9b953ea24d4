/// How wide text is in TeX at most, so that a table can be fitted to a page before TeX sees it.
///
/// Documents choose their own letters: every sign is taken to be as wide as the widest of its kind in Computer Modern and
/// Times, so that what is said to fit fits in both.
enum TeXWidth {
  /// A size of letters in TeX's points, in a document of 11 pt.
  enum Size: Double {
    case small = 10
    /// Computer Modern is wider for its height the smaller it is.
    case scriptsize = 8.52
  }

  /// The width of `text` in TeX's points.
  static func points(_ text: String, _ size: Size = .small, isBold: Bool = false) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ems(of: $1) } * size.rawValue * (isBold ? 1.15 : 1)
  }

  /// The width of a sign for its size.
  private static func ems(of sign: Unicode.Scalar) -> Double {
    if let kind = kinds.first(where: { $0.signs.contains(sign) }) { return kind.ems }
    let plain = String(sign).decomposedStringWithCanonicalMapping.unicodeScalars.first ?? sign
    if plain != sign { return ems(of: plain) }
    return switch sign.value {
    case 0x41...0x5A: 0.79
    case 0x20..<0x7F: 0.56
    default: 1
    }
  }

  /// Signs that are wider or narrower than others; of those of one kind the widest counts.
  private static let kinds: [(signs: Set<Unicode.Scalar>, ems: Double)] = [
    ("0123456789acegoz", 0.5), (".,:;'’‘ijl\u{2009}\u{202F}", 0.32), (" \u{A0}!|()[]/-frtsI", 0.4),
    ("mwWM@%&#+=<>", 1.03), ("−×±", 0.78), ("–“”", 0.61), ("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", 0.45), ("⁻⁺", 0.65),
    ("\u{200B}", 0),
  ].map { (Set($0.0.unicodeScalars), $0.1) }
}
