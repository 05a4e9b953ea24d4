import CDeflate
import Foundation

/// Reads a PNG file of 8 bits per channel as strictly as any reader does: every checksum and length must hold.
struct PNGReader {
  struct Damaged: Error {}

  let columns: Int
  let rows: Int
  private let channels: Int
  private let pixels: [UInt8]

  init(_ file: [UInt8]) throws {
    guard file.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { throw Damaged() }
    var chunks: [(type: String, data: ArraySlice<UInt8>)] = []
    var position = 8
    while position < file.count {
      let length = Self.number(file, position)
      let body = file[(position + 4)..<(position + 8 + length)]
      let checksum = body.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
      guard Int(checksum) == Self.number(file, position + 8 + length) else { throw Damaged() }
      chunks.append((String(decoding: body.prefix(4), as: UTF8.self), body.dropFirst(4)))
      position += 12 + length
    }
    guard let header = chunks.first, header.type == "IHDR", chunks.last?.type == "IEND" else {
      throw Damaged()
    }
    columns = Self.number(file, header.data.startIndex)
    rows = Self.number(file, header.data.startIndex + 4)
    channels = header.data[header.data.startIndex + 9] == 6 ? 4 : 3
    let data = chunks.filter { $0.type == "IDAT" }.flatMap(\.data)
    pixels = try Self.unfiltered(
      Self.inflated(data, size: (columns * channels + 1) * rows), width: columns * channels)
  }

  /// Red, green and blue of every pixel on white paper.
  var overWhite: [UInt8] {
    guard channels == 4 else { return pixels }
    return stride(from: 0, to: pixels.count, by: 4).flatMap { start in
      let alpha = Int(pixels[start + 3])
      return (0..<3).map { UInt8((Int(pixels[start + $0]) * alpha + 255 * (255 - alpha)) / 255) }
    }
  }

  private static func number(_ file: [UInt8], _ start: Int) -> Int {
    file[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func inflated(_ data: [UInt8], size: Int) throws -> [UInt8] {
    let decompressor = libdeflate_alloc_decompressor()
    defer { libdeflate_free_decompressor(decompressor) }
    var output = [UInt8](repeating: 0, count: size)
    // Without a place for the size found, any other size than this is an error.
    guard libdeflate_zlib_decompress(decompressor, data, data.count, &output, size, nil) == LIBDEFLATE_SUCCESS
    else { throw Damaged() }
    return output
  }

  /// Undoes filter type 2: each row is stored as its difference from the row above.
  private static func unfiltered(_ data: [UInt8], width: Int) throws -> [UInt8] {
    var above = [UInt8](repeating: 0, count: width)
    var result: [UInt8] = []
    for start in stride(from: 0, to: data.count, by: width + 1) {
      guard data[start] == 2 else { throw Damaged() }
      above = zip(above, data[(start + 1)...(start + width)]).map { $0 &+ $1 }
      result += above
    }
    return result
  }
}
