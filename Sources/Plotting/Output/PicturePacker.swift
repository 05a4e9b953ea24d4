import CDeflate

/// Packs the rows of a picture as a zlib stream (RFC 1950) of one DEFLATE block (RFC 1951).
///
/// The rows of a figure are mostly zeros, once each is the difference from the one above: a general packer looks at every
/// byte of them, this one steps over. Beside runs of zeros it finds what repeats the pixel before it or the row above,
/// which is nearly all that repeats in a figure.
package struct PicturePacker {
  /// Bytes of a row.
  private let width: Int
  /// Bytes of a pixel.
  private let channels: Int
  /// The ways back that are looked at: a byte, a pixel, a row.
  private let distances: [Distance]
  /// Literals, and from ``firstMatch`` on matches: the way back and the length.
  private var tokens: [UInt32] = []
  private var counts = [Int](repeating: 0, count: 286)
  private var distanceCounts = [Int](repeating: 0, count: 30)
  private var checksum: UInt32 = 1
  private var previous: [UInt8] = []

  private static let firstMatch: UInt32 = 1 << 31
  private static let end = 256
  private static let longest = 258
  /// Bytes that a match must spare to be worth its bits.
  private static let shortest = 4

  /// A way back, with its code.
  private struct Distance {
    let symbol: Int
    let extraBits: Int
    let extra: UInt64

    init(_ distance: Int) {
      var (symbol, base) = (0, 1)
      // Two codes have each number of further bits, but the first four have none.
      while base + 1 << Self.bits(symbol) <= distance {
        base += 1 << Self.bits(symbol)
        symbol += 1
      }
      self.symbol = symbol
      extraBits = Self.bits(symbol)
      extra = UInt64(distance - base)
    }

    private static func bits(_ symbol: Int) -> Int { max(symbol / 2 - 1, 0) }
  }

  /// A packer of rows of `width` bytes, `channels` to a pixel.
  package init(width: Int, channels: Int) {
    self.width = width
    self.channels = channels
    let farthest = 32_768
    distances = ([1, channels] + (width <= farthest ? [width] : [])).map(Distance.init)
  }

  /// Takes the next row.
  package mutating func add(_ row: [UInt8]) {
    checksum = libdeflate_adler32(checksum, row, width)
    let above = previous
    row.withUnsafeBufferPointer { row in
      above.withUnsafeBufferPointer { above in
        var place = 0
        while place < width { place += step(row, above, place) }
      }
    }
    if distances.count > 2 { previous = row }
  }

  /// Takes what stands at `place`, and says how many bytes that were.
  private mutating func step(
    _ row: UnsafeBufferPointer<UInt8>, _ above: UnsafeBufferPointer<UInt8>, _ place: Int
  ) -> Int {
    if row[place] == 0 {
      let length = Self.zeros(row, place)
      literal(0)
      let matched = match(length - 1, 0)
      for _ in matched + 1..<max(length, matched + 1) { literal(0) }
      return length
    }
    if place < above.count {
      let length = Self.common(row, place, above, place)
      if length >= Self.shortest { return match(length, 2) }
    }
    if place >= channels, row[place] == row[place - channels] {
      let length = Self.common(row, place, row, place - channels)
      if length >= Self.shortest { return match(length, 1) }
    }
    literal(row[place])
    return 1
  }

  private mutating func literal(_ byte: UInt8) {
    tokens.append(UInt32(byte))
    counts[Int(byte)] += 1
  }

  /// Notes that `length` bytes repeat what stands one of the ways back, and says how many of them that covers.
  private mutating func match(_ length: Int, _ distance: Int) -> Int {
    var rest = length
    while rest >= 3 {
      let part = min(rest, Self.longest)
      tokens.append(Self.firstMatch | UInt32(distance) << 16 | UInt32(part))
      counts[Lengths.symbol(part)] += 1
      distanceCounts[distances[distance].symbol] += 1
      rest -= part
    }
    return length - rest
  }

  /// The number of zeros from `place` on.
  private static func zeros(_ row: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int {
    let bytes = UnsafeRawBufferPointer(row)
    var end = place
    while end + 8 <= bytes.count, bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self) == 0 { end += 8 }
    while end < bytes.count, bytes[end] == 0 { end += 1 }
    return end - place
  }

  /// The number of bytes that are the same from both places on.
  private static func common(
    _ row: UnsafeBufferPointer<UInt8>, _ place: Int, _ other: UnsafeBufferPointer<UInt8>, _ start: Int
  ) -> Int {
    let (bytes, others) = (UnsafeRawBufferPointer(row), UnsafeRawBufferPointer(other))
    let most = min(bytes.count - place, others.count - start)
    var length = 0
    while length + 8 <= most {
      let difference =
        bytes.loadUnaligned(fromByteOffset: place + length, as: UInt64.self)
        ^ others.loadUnaligned(fromByteOffset: start + length, as: UInt64.self)
      guard difference == 0 else { return length + UInt64(littleEndian: difference).trailingZeroBitCount / 8 }
      length += 8
    }
    while length < most, bytes[place + length] == others[start + length] { length += 1 }
    return length
  }
}

// The block.
extension PicturePacker {
  /// The stream of all rows.
  package consuming func finish() -> [UInt8] {
    counts[Self.end] = 1
    let code = PrefixCode(counts: counts, limit: 15)
    let distanceCode = PrefixCode(counts: distanceCounts, limit: 15)
    var bits = BitWriter(reserving: tokens.count)
    bits.write(0x0178, 16)
    // The last block, with codes of its own.
    bits.write(0b101, 3)
    CodeLengths(code, distanceCode).write(to: &bits)
    for token in tokens { write(token, code, distanceCode, to: &bits) }
    bits.write(UInt64(code.codes[Self.end]), Int(code.lengths[Self.end]))
    bits.fillByte()
    for shift in [24, 16, 8, 0] { bits.write(UInt64(checksum >> UInt32(shift) & 0xFF), 8) }
    return bits.finish()
  }

  private func write(
    _ token: UInt32, _ code: PrefixCode, _ distanceCode: PrefixCode, to bits: inout BitWriter
  ) {
    guard token >= Self.firstMatch else {
      return bits.write(UInt64(code.codes[Int(token)]), Int(code.lengths[Int(token)]))
    }
    let length = Int(token & 0xFFFF)
    let symbol = Lengths.symbol(length)
    bits.write(UInt64(code.codes[symbol]), Int(code.lengths[symbol]))
    bits.write(UInt64(length - Lengths.base(symbol)), Lengths.extraBits(symbol))
    let distance = distances[Int(token >> 16 & 0xFF)]
    bits.write(UInt64(distanceCode.codes[distance.symbol]), Int(distanceCode.lengths[distance.symbol]))
    bits.write(distance.extra, distance.extraBits)
  }
}

/// The codes of lengths (RFC 1951, 3.2.5): symbols 257 to 285 stand for 3 to 258 bytes.
private enum Lengths {
  private static let bases: [Int] = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
    227,
    258,
  ]
  private static let symbols: [Int] = (0...258).map { length in
    257 + max((bases.lastIndex { $0 <= length } ?? 0), 0)
  }

  static func symbol(_ length: Int) -> Int { symbols[length] }

  static func base(_ symbol: Int) -> Int { bases[symbol - 257] }

  static func extraBits(_ symbol: Int) -> Int { symbol < 265 || symbol == 285 ? 0 : (symbol - 261) / 4 }
}
