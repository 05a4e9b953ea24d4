/// How axes that measure the same write numbers as multiples of powers of ten: where one of them needs it the others do too,
/// with one exponent as long as that leaves all numbers short.
struct PowerNotation {
  private let isWanted: Bool
  /// The exponent of all, `nil` where each has its own.
  private let common: Int?

  /// With more orders of magnitude between axes than this, numbers of one exponent would be long.
  private static let widest = 2

  /// `largest` are the largest magnitudes on each of the axes.
  init(largest: [Double]) {
    isWanted = largest.contains(where: NumberText.wantsPowers)
    let exponents = largest.filter(NumberText.bearsPowers).map(NumberText.exponent)
    common = exponents.min().flatMap { least in
      exponents.allSatisfy { $0 - least <= Self.widest } ? least : nil
    }
  }

  /// The exponent of the axis with that largest magnitude, `nil` where its numbers stand as they are.
  func exponent(of largest: Double) -> Int? {
    guard isWanted, NumberText.bearsPowers(largest) else { return nil }
    return common ?? NumberText.exponent(largest)
  }
}
