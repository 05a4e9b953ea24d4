/// Hangul syllables, whose decompositions follow from arithmetic (Unicode standard, section 3.12).
enum Hangul {
  private static let leadStart: UInt32 = 0x1100
  private static let vowelStart: UInt32 = 0x1161
  private static let tailStart: UInt32 = 0x11A7
  private static let syllables: Range<UInt32> = 0xAC00..<0xD7A4
  private static let leads: Range<UInt32> = 0x1100..<0x1113
  private static let tailCount: UInt32 = 28

  /// Vowels, which join a lead before them.
  static let vowels: Range<UInt32> = 0x1161..<0x1176
  /// Tails, which join a syllable without tail before them.
  static let tails: Range<UInt32> = 0x11A8..<0x11C3

  /// A syllable with tail gives the one without and the tail; another gives lead and vowel.
  static func decompose(_ scalar: UInt32) -> [UInt32]? {
    guard syllables.contains(scalar) else { return nil }
    let place = scalar - syllables.lowerBound
    let tail = place % tailCount
    if tail > 0 { return [scalar - tail, tailStart + tail] }
    let vowelCount = UInt32(vowels.count)
    return [leadStart + place / tailCount / vowelCount, vowelStart + place / tailCount % vowelCount]
  }

  /// The syllable of a lead and a vowel, or of a syllable without tail and a tail.
  static func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if leads.contains(first), vowels.contains(second) {
      let place = (first - leadStart) * UInt32(vowels.count) + (second - vowelStart)
      return syllables.lowerBound + place * tailCount
    }
    guard syllables.contains(first), tails.contains(second) else { return nil }
    guard (first - syllables.lowerBound) % tailCount == 0 else { return nil }
    return first + (second - tailStart)
  }
}
