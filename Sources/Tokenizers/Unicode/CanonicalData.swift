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
