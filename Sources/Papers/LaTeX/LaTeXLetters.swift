/// The characters beyond ASCII that pdflatex sets as they are, with nothing but the base of LaTeX.
///
/// Seen with TeX Live 2022, in which UTF-8 is the encoding of documents: what stops at no error and leaves no character
/// out, in the encodings OT1 (without `fontenc`) and T1.
enum LaTeXLetters {
  /// Whether pdflatex can set `scalar`, where those of ``needT1`` are set in T1.
  static func isKnown(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) } && !missing.contains(scalar)
  }

  /// Those that only T1 has. Every LaTeX knows that encoding, whether the document uses it or not.
  static let needT1 = Set("«»ÐÞðþĄąĐđĘęĮįŊŋŲų‚„‹›".unicodeScalars)

  /// Latin-1, Latin Extended-A, the comma letters of Romanian, the capital ß, dashes, quotes, daggers and bullet, the
  /// ellipsis, per mille, the numero and trade mark signs.
  private static let ranges: [ClosedRange<UInt32>] = [
    0xA0...0x17F, 0x218...0x21B, 0x1E9E...0x1E9E, 0x2010...0x2016, 0x2018...0x201E, 0x2020...0x2022,
    0x2026...0x2026,
    0x2030...0x2031, 0x2039...0x203A, 0x2116...0x2116, 0x2122...0x2122,
  ]

  /// Those of the ranges that neither encoding has.
  private static let missing = Set("ĦħĸĿŀŉŦŧſ‛".unicodeScalars)
}
