/// The general category of each scalar, of Unicode 16.
struct ScalarCategories: Sendable {
  static let shared = ScalarCategories()

  /// The names of the categories; the place of each is its number.
  private static let names = [
    "Cn", "Cc", "Cf", "Co", "Cs", "Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl", "No", "Pc",
    "Pd", "Pe",
    "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "So", "Zl", "Zp", "Zs",
  ]

  private let numbers: ScalarTable

  private init() {
    var numbers = [UInt8](repeating: 0, count: 0x110000)
    for (range, name) in UnicodeText.namedRanges(UnicodeData.categories) {
      guard let number = Self.names.firstIndex(where: { $0 == name }) else {
        preconditionFailure("the table is generated")
      }
      for scalar in range { numbers[Int(scalar)] = UInt8(number) }
    }
    self.numbers = ScalarTable(numbers)
  }

  /// One bit for the category of a scalar value below 0x110000, as in ``mask(of:)``.
  @inline(__always)
  func bit(of scalar: UInt32) -> UInt32 { 1 << UInt32(numbers[scalar]) }

  /// The bits of a category such as `Lu`, or of a group of them such as `L`; nil if there is none of the name.
  static func mask(of name: String) -> UInt32? {
    let found = names.indices.filter {
      names[$0] == name || (name.utf8.count == 1 && names[$0].hasPrefix(name))
    }
    return found.isEmpty ? nil : found.reduce(0) { $0 | 1 << UInt32($1) }
  }
}

/// A byte for each scalar value; blocks that are alike are kept once.
struct ScalarTable: Sendable {
  private static let pageSize = 256

  /// Number of the page of each block of 256 scalars.
  private let pageOfBlock: [UInt16]
  private let pages: [UInt8]

  /// Takes a byte for each of the 0x110000 values.
  init(_ values: [UInt8]) {
    var pageOfBlock: [UInt16] = []
    var pages: [UInt8] = []
    var known: [ArraySlice<UInt8>: UInt16] = [:]
    for start in stride(from: 0, to: values.count, by: Self.pageSize) {
      let block = values[start..<start + Self.pageSize]
      let page = known[block] ?? UInt16(known.count)
      if known.updateValue(page, forKey: block) == nil { pages += block }
      pageOfBlock.append(page)
    }
    (self.pageOfBlock, self.pages) = (pageOfBlock, pages)
  }

  @inline(__always)
  subscript(scalar: UInt32) -> UInt8 { pages[Int(pageOfBlock[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)] }
}
