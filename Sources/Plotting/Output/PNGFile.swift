import CDeflate
import Foundation

/// Writes pixels as a PNG file (ISO/IEC 15948), 8 bits per channel, with its resolution.
///
/// Every row is stored as its difference from the row above (filter type 2): in figures most rows are
/// like their neighbours, and trying the other filters costs more time than it saves bytes.
struct PNGFile {
  private let columns: Int
  private let rows: Int
  private let hasAlpha: Bool
  /// The rows, packed.
  private let data: [UInt8]

  /// Takes pixels as Cairo keeps them: 32 bits each in the machine's order, alpha highest, colours
  /// multiplied by it.
  init(pixels: UnsafePointer<UInt32>, stride: Int, columns: Int, rows: Int, hasAlpha: Bool) {
    self.columns = columns
    self.rows = rows
    self.hasAlpha = hasAlpha
    let channels = hasAlpha ? 4 : 3
    let width = columns * channels + 1
    var packer = PicturePacker(width: width, channels: channels)
    let blank = [UInt32](repeating: 0, count: columns)
    // A filter byte and the pixels, red first.
    let same = [2] + [UInt8](repeating: 0, count: width - 1)
    blank.withUnsafeBufferPointer { blank in
      var above = blank.baseAddress ?? pixels
      for row in 0..<rows {
        let line = pixels + row * stride
        defer { above = line }
        // Most pixels are those above them, and so are whole rows.
        guard memcmp(line, above, 4 * columns) != 0 else {
          packer.add(same)
          continue
        }
        var filtered = same
        filtered.withUnsafeMutableBufferPointer { filtered in
          guard let target = filtered.baseAddress.map({ $0 + 1 }) else { return }
          for column in 0..<columns where line[column] != above[column] {
            Self.write(line[column], above[column], hasAlpha: hasAlpha, to: target + column * channels)
          }
        }
        packer.add(filtered)
      }
    }
    data = packer.finish()
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

  /// The file.
  func encoded(dpi: Double) -> [UInt8] {
    let perMetre = Self.bigEndian(UInt32((dpi / 0.0254).rounded()))
    var header = Self.bigEndian(UInt32(columns)) + Self.bigEndian(UInt32(rows))
    header += [8, hasAlpha ? 6 : 2, 0, 0, 0]
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file.reserveCapacity(data.count + 100)
    Self.append("IHDR", header, to: &file)
    Self.append("pHYs", perMetre + perMetre + [1], to: &file)
    Self.append("IDAT", data, to: &file)
    Self.append("IEND", [], to: &file)
    return file
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

  /// Appends a chunk: its length, its type, its data and the checksum of both.
  private static func append(_ type: String, _ data: [UInt8], to file: inout [UInt8]) {
    let name = Array(type.utf8)
    file += bigEndian(UInt32(data.count))
    file += name
    file += data
    file += bigEndian(libdeflate_crc32(libdeflate_crc32(0, name, name.count), data, data.count))
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
