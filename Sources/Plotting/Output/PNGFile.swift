import CZlib

/// Writes pixels as a PNG file (ISO/IEC 15948), 8 bits per channel, with its resolution.
///
/// Every row is stored as its difference from the row above (filter type 2): in figures most rows are
/// like their neighbours, and trying the other filters costs more time than it saves bytes.
struct PNGFile {
  private let columns: Int
  private let rows: Int
  private let hasAlpha: Bool
  /// Rows of a filter byte and the pixels, red first.
  private var filtered: [UInt8]

  /// Takes pixels as Cairo keeps them: 32 bits each in the machine's order, alpha highest, colours
  /// multiplied by it.
  init(pixels: UnsafePointer<UInt32>, stride: Int, columns: Int, rows: Int, hasAlpha: Bool) {
    self.columns = columns
    self.rows = rows
    self.hasAlpha = hasAlpha
    let size = (columns * (hasAlpha ? 4 : 3) + 1) * rows
    let channels = hasAlpha ? 4 : 3
    filtered = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      buffer.initialize(repeating: 0)
      count = size
      guard var target = buffer.baseAddress else { return }
      let blank = [UInt32](repeating: 0, count: columns)
      blank.withUnsafeBufferPointer { blank in
        var above = blank.baseAddress ?? pixels
        for row in 0..<rows {
          let line = pixels + row * stride
          target[0] = 2
          target += 1
          // Most pixels are those above them, whose difference is already there.
          for column in 0..<columns where line[column] != above[column] {
            Self.write(line[column], above[column], hasAlpha: hasAlpha, to: target + column * channels)
          }
          target += columns * channels
          above = line
        }
      }
    }
  }

  private static func write(
    _ now: UInt32, _ above: UInt32, hasAlpha: Bool, to target: UnsafeMutablePointer<UInt8>
  ) {
    let (now, above) = hasAlpha ? (straight(now), straight(above)) : (now, above)
    target[0] = byte(now, 16) &- byte(above, 16)
    target[1] = byte(now, 8) &- byte(above, 8)
    target[2] = byte(now, 0) &- byte(above, 0)
    if hasAlpha { target[3] = byte(now, 24) &- byte(above, 24) }
  }

  /// The file, or `nil` when zlib is out of memory.
  func encoded(dpi: Double) -> [UInt8]? {
    guard let data = deflated() else { return nil }
    let perMetre = Self.bigEndian(UInt32((dpi / 0.0254).rounded()))
    var header = Self.bigEndian(UInt32(columns)) + Self.bigEndian(UInt32(rows))
    header += [8, hasAlpha ? 6 : 2, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", header)
      + Self.chunk("pHYs", perMetre + perMetre + [1]) + Self.chunk("IDAT", data) + Self.chunk("IEND", [])
  }

  private static func byte(_ pixel: UInt32, _ shift: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: pixel >> shift)
  }

  /// The pixel with its colours divided by its alpha, as PNG wants them.
  private static func straight(_ pixel: UInt32) -> UInt32 {
    let alpha = pixel >> 24
    guard alpha > 0, alpha < 255 else { return alpha == 0 ? 0 : pixel }
    func channel(_ shift: UInt32) -> UInt32 {
      min(255, ((pixel >> shift & 0xFF) * 255 + alpha / 2) / alpha) << shift
    }
    return alpha << 24 | channel(16) | channel(8) | channel(0)
  }

  private func deflated() -> [UInt8]? {
    var stream = z_stream()
    let status = deflateInit2_(
      &stream, 1, Z_DEFLATED, 15, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    var input = filtered
    let bound = Int(deflateBound(&stream, UInt(input.count)))
    return input.withUnsafeMutableBufferPointer { source -> [UInt8]? in
      var isDone = false
      let output = [UInt8](unsafeUninitializedCapacity: bound) { target, count in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(bound)
        isDone = deflate(&stream, Z_FINISH) == Z_STREAM_END
        count = bound - Int(stream.avail_out)
      }
      return isDone ? output : nil
    }
  }

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    let checksum = crc32(0, body, UInt32(body.count))
    return bigEndian(UInt32(data.count)) + body + bigEndian(UInt32(truncatingIfNeeded: checksum))
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
