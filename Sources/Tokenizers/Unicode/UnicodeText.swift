/// Reads the text form of ``UnicodeData``.
enum UnicodeText {
  /// The ranges of `41-5A AA`.
  static func ranges(_ text: String) -> [ClosedRange<UInt32>] {
    items(text).map { range($0) }
  }

  /// The ranges and values of `300-314=230`.
  static func valuedRanges(_ text: String) -> [(ClosedRange<UInt32>, UInt8)] {
    items(text).map { item in
      let parts = item.split(separator: "=")
      return (range(parts[0]), UInt8(parts[1]) ?? 0)
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
