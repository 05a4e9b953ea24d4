/// A set of scalars, as a regular expression names it: `[^\s\p{L}0-9]`.
struct ScalarSet: Sendable, Equatable {
  /// A part of a set.
  enum Item: Sendable, Equatable {
    case range(ClosedRange<UInt32>)
    /// General categories, as bits of ``ScalarCategories``.
    case categories(UInt32, isNegated: Bool)
    /// White_Space: `\s` and `\S`.
    case space(isNegated: Bool)
  }

  var items: [Item]
  var isNegated = false
  /// Whether letters of both cases are meant.
  var ignoresCase = false

  /// Whether a scalar value is in the set.
  @inline(__always)
  func contains(_ scalar: UInt32) -> Bool {
    let isFound = holds(scalar) || (ignoresCase && Self.otherCases(of: scalar).contains(where: holds))
    return isFound != isNegated
  }

  private func holds(_ scalar: UInt32) -> Bool {
    for item in items {
      switch item {
      case .range(let range): if range.contains(scalar) { return true }
      case .categories(let mask, let isNegated):
        if (ScalarCategories.shared.bit(of: scalar) & mask != 0) != isNegated { return true }
      case .space(let isNegated):
        if ScalarClasses.shared[scalar].contains(.space) != isNegated { return true }
      }
    }
    return false
  }

  /// Scalars that differ in case alone from one of ASCII; `ſ` is an s and `K` (U+212A) a k.
  private static func otherCases(of scalar: UInt32) -> [UInt32] {
    switch scalar {
    case 0x53, 0x73: [scalar ^ 0x20, 0x17F]
    case 0x4B, 0x6B: [scalar ^ 0x20, 0x212A]
    case 0x41...0x5A, 0x61...0x7A: [scalar ^ 0x20]
    case 0x17F: [0x53, 0x73]
    case 0x212A: [0x4B, 0x6B]
    default: []
    }
  }

  /// Whether the set names letters beyond ASCII, whose cases are not known here.
  var namesOtherLetters: Bool {
    items.contains { item in
      guard case .range(let range) = item else { return item != .space(isNegated: false) }
      return range.upperBound > 0x7F
    }
  }
}
