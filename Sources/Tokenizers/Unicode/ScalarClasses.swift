/// The kind of character that each scalar is, as far as tokenizers ask: one byte of flags per scalar.
struct ScalarClasses: Sendable {
  /// Flags of one scalar.
  struct Flags: OptionSet {
    let rawValue: UInt8

    /// General category L.
    static let letter = Flags(rawValue: 1)
    /// General category N.
    static let number = Flags(rawValue: 2)
    /// White_Space.
    static let space = Flags(rawValue: 4)
    /// Carriage return or line feed; these are also spaces.
    static let lineBreak = Flags(rawValue: 8)
    /// NFC may change the scalar or join it to the one before.
    static let composes = Flags(rawValue: 16)
    /// A number of Unicode 17 that is none in Unicode 16.
    static let digit = Flags(rawValue: 32)
  }

  static let shared = ScalarClasses()

  /// Scalars of White_Space, which has not changed since Unicode 6.3.
  private static let spaces = "9-D 20 85 A0 1680 2000-200A 2028-2029 202F 205F 3000"

  private let table: ScalarTable

  private init() {
    var flags = [UInt8](repeating: 0, count: 0x110000)
    func mark(_ ranges: String, _ flag: Flags) {
      for range in UnicodeText.ranges(ranges) {
        for scalar in range { flags[Int(scalar)] |= flag.rawValue }
      }
    }
    for (range, name) in UnicodeText.namedRanges(UnicodeData.categories) {
      let flag: Flags = name.hasPrefix("L") ? .letter : name.hasPrefix("N") ? .number : []
      for scalar in range { flags[Int(scalar)] |= flag.rawValue }
    }
    mark(UnicodeData.digits, .digit)
    mark(Self.spaces, .space)
    mark("A D", .lineBreak)
    for scalar in CanonicalData.shared.changing { flags[Int(scalar)] |= Flags.composes.rawValue }
    table = ScalarTable(flags)
  }

  /// The flags of a scalar value below 0x110000.
  @inline(__always)
  subscript(scalar: UInt32) -> Flags {
    Flags(rawValue: table[scalar])
  }
}
