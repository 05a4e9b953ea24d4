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
  }

  static let shared = ScalarClasses()

  /// Scalars of White_Space, which has not changed since Unicode 6.3.
  private static let spaces = "9-D 20 85 A0 1680 2000-200A 2028-2029 202F 205F 3000"
  private static let pageSize = 256

  /// Number of the page of each block of 256 scalars; pages that are alike are one.
  private let pageOfBlock: [UInt16]
  private let pages: [UInt8]

  private init() {
    var flags = [UInt8](repeating: 0, count: 0x110000)
    func mark(_ ranges: String, _ flag: Flags) {
      for range in UnicodeText.ranges(ranges) {
        for scalar in range { flags[Int(scalar)] |= flag.rawValue }
      }
    }
    mark(UnicodeData.letters, .letter)
    mark(UnicodeData.numbers, .number)
    mark(Self.spaces, .space)
    mark("A D", .lineBreak)
    for scalar in CanonicalData.shared.changing { flags[Int(scalar)] |= Flags.composes.rawValue }
    (pageOfBlock, pages) = Self.fold(flags)
  }

  private static func fold(_ flags: [UInt8]) -> ([UInt16], [UInt8]) {
    var pageOfBlock: [UInt16] = []
    var pages: [UInt8] = []
    var known: [ArraySlice<UInt8>: UInt16] = [:]
    for start in stride(from: 0, to: flags.count, by: pageSize) {
      let block = flags[start..<start + pageSize]
      let page = known[block] ?? UInt16(known.count)
      if known.updateValue(page, forKey: block) == nil { pages += block }
      pageOfBlock.append(page)
    }
    return (pageOfBlock, pages)
  }

  /// The flags of a scalar value below 0x110000.
  @inline(__always)
  subscript(scalar: UInt32) -> Flags {
    Flags(rawValue: pages[Int(pageOfBlock[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)])
  }
}
