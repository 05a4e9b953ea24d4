/// The characters that stand for bytes in the vocabularies of byte-level models (Radford et al. 2019).
///
/// The 188 bytes that are visible characters of Latin-1 stand for themselves; the others, in order, for U+0100
/// and what follows.
enum ByteAlphabet {
  /// The scalar that stands for each byte.
  static let scalars: [UInt32] = {
    var next: UInt32 = 0x100
    return (UInt32(0)...255).map { byte in
      if (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte) {
        return byte
      }
      defer { next += 1 }
      return next
    }
  }()

  /// The UTF-8 of the scalar that stands for each byte.
  static let utf8: [[UInt8]] = scalars.map(UTF8Reader.bytes(of:))

  private static let bytes: [UInt32: UInt8] = Dictionary(
    uniqueKeysWithValues: zip(scalars, UInt8.min...UInt8.max))

  /// The matches of a pattern in the characters that stand for some bytes, as places of the bytes.
  static func matches(
    of pattern: SplitPattern, in bytes: ArraySlice<UInt8>, _ budget: inout EncodingBudget
  ) throws(EncodingProblem) -> [Range<Int>] {
    let text = bytes.flatMap { utf8[Int($0)] }
    // Each character is of one or two bytes; places of their starts are places of the bytes.
    let starts = text.indices.filter { text[$0] & 0xC0 != 0x80 } + [text.count]
    var place = 0
    return try pattern.matches(in: text, text.indices, &budget).map { match in
      while starts[place] < match.lowerBound { place += 1 }
      let first = place
      while starts[place] < match.upperBound { place += 1 }
      return bytes.startIndex + first..<bytes.startIndex + place
    }
  }

  /// The bytes that a token stands for, or nil if it holds a scalar of no byte.
  static func bytes(of token: some Sequence<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    for scalar in UTF8Reader.scalars(token) {
      guard let byte = bytes[scalar] else { return nil }
      result.append(byte)
    }
    return result
  }
}

/// Tokens that name a byte, such as `<0x0A>`.
enum ByteToken {
  /// The token of a byte.
  static func name(of byte: UInt8) -> [UInt8] {
    let digits = String(byte, radix: 16, uppercase: true)
    return Array("<0x\(byte < 16 ? "0" : "")\(digits)>".utf8)
  }

  /// The byte that a token names, or nil.
  static func byte(of token: [UInt8]) -> UInt8? {
    guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else { return nil }
    let digits = String(decoding: token[3..<5], as: UTF8.self)
    return digits.utf8.allSatisfy { $0 != UInt8(ascii: "+") } ? UInt8(digits, radix: 16) : nil
  }
}
