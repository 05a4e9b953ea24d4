/// Canonical properties of characters, from which ``Composition`` makes NFC.
struct CanonicalData: Sendable {
  static let shared = CanonicalData()

  private let combiningClasses: [UInt32: UInt8]
  private let decompositions: [UInt32: [UInt32]]
  private let compositions: [UInt64: UInt32]
  /// Scalars that NFC may change or join to the one before.
  let changing: Set<UInt32>

  private init() {
    var classes: [UInt32: UInt8] = [:]
    for (range, value) in UnicodeText.valuedRanges(UnicodeData.combiningClasses) {
      for scalar in range { classes[scalar] = value }
    }
    var decompositions: [UInt32: [UInt32]] = [:]
    var compositions: [UInt64: UInt32] = [:]
    var changing = Set(classes.keys).union(Hangul.vowels).union(Hangul.tails)
    for entry in UnicodeText.decompositions(UnicodeData.decompositions) {
      decompositions[entry.scalar] = entry.parts
      if entry.composes, entry.parts.count == 2 {
        compositions[Self.pair(entry.parts[0], entry.parts[1])] = entry.scalar
        changing.insert(entry.parts[1])
      } else {
        changing.insert(entry.scalar)
      }
    }
    self.combiningClasses = classes
    self.decompositions = decompositions
    self.compositions = compositions
    self.changing = changing
  }

  private static func pair(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }

  /// The canonical combining class; 0 for a starter.
  func combiningClass(_ scalar: UInt32) -> UInt8 { combiningClasses[scalar] ?? 0 }

  /// Appends the full canonical decomposition of a scalar.
  func decompose(_ scalar: UInt32, into result: inout [UInt32]) {
    if let parts = Hangul.decompose(scalar) ?? decompositions[scalar] {
      for part in parts { decompose(part, into: &result) }
    } else {
      result.append(scalar)
    }
  }

  /// The scalar that two scalars compose to, if there is one.
  func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    Hangul.compose(first, second) ?? compositions[Self.pair(first, second)]
  }
}

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

/// Reads the text form of ``UnicodeData``.
enum UnicodeText {
  /// The ranges of `41-5A AA`.
  static func ranges(_ text: String) -> [ClosedRange<UInt32>] {
    items(text).map { range($0) }
  }

  /// The ranges and values of `300-314=230`.
  static func valuedRanges(_ text: String) -> [(ClosedRange<UInt32>, UInt8)] {
    namedRanges(text).map { ($0, UInt8($1) ?? 0) }
  }

  /// The ranges and names of `41-5A=Lu`.
  static func namedRanges(_ text: String) -> [(ClosedRange<UInt32>, Substring)] {
    items(text).map { item in
      let parts = item.split(separator: "=")
      return (range(parts[0]), parts[1])
    }
  }

  /// The entries of `C0=41+300 340!300`: scalar, whether it is composed again, decomposition.
  static func decompositions(_ text: String) -> [(scalar: UInt32, composes: Bool, parts: [UInt32])] {
    items(text).map { item in
      let sides = item.split { $0 == "=" || $0 == "!" }
      return (scalar(sides[0]), item.contains("="), sides[1].split(separator: "+").map { scalar($0) })
    }
  }

  private static func items(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" } }

  private static func range(_ item: Substring) -> ClosedRange<UInt32> {
    let ends = item.split(separator: "-")
    return scalar(ends[0])...scalar(ends[ends.count - 1])
  }

  private static func scalar(_ digits: Substring) -> UInt32 {
    guard let value = UInt32(digits, radix: 16) else { preconditionFailure("the table is generated") }
    return value
  }
}
