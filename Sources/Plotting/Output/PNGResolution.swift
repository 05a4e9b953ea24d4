/// Writes into a PNG how large it is meant to be, so that LaTeX and word processors show it at its size.
enum PNGResolution {
  /// The signature (8 bytes) and the IHDR chunk (25 bytes) come first; the pHYs chunk may follow them.
  private static let afterHeader = 33

  /// The file with a pHYs chunk: pixels per metre, the same both ways.
  static func add(dpi: Double, to png: [UInt8]) -> [UInt8] {
    guard png.count > afterHeader else { return png }
    let perMetre = UInt32((dpi / 0.0254).rounded())
    let body = Array("pHYs".utf8) + bigEndian(perMetre) + bigEndian(perMetre) + [1]
    let chunk = bigEndian(UInt32(body.count - 4)) + body + bigEndian(checksum(body))
    return Array(png[..<afterHeader]) + chunk + Array(png[afterHeader...])
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
  }

  /// CRC-32 as the PNG specification has it (annex D).
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
