import CCairo
import Foundation
import TestSupport
import Testing

/// Compares SVG files: everything but numbers must be equal, numbers nearly so, and the outlines of letters, which belong to
/// the installed fonts, are passed over.
enum SVGText {
  /// Half a tenth of a point cannot be seen; what a processor rounds differently is far smaller.
  private static let tolerance = 0.05

  /// Where `found` departs from `expected`; nil when it does not.
  static func difference(_ found: [UInt8], _ expected: [UInt8]) -> String? {
    var left = Reader(withoutLetters(found))
    var right = Reader(withoutLetters(expected))
    while true {
      switch (left.next(), right.next()) {
      case (nil, nil): return nil
      case (.number(let a), .number(let b)) where abs(a - b) <= tolerance: continue
      case (.byte(let a), .byte(let b)) where a == b: continue
      default: return "expected “\(right.around)”, found “\(left.around)”"
      }
    }
  }

  private static func withoutLetters(_ bytes: [UInt8]) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let start = text.range(of: "<defs>"), let end = text.range(of: "</defs>") else { return bytes }
    return Array((text[..<start.lowerBound] + text[end.upperBound...]).utf8)
  }

  private enum Token {
    case number(Double)
    case byte(UInt8)
  }

  private struct Reader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// A number, or the next byte that belongs to none.
    mutating func next() -> Token? {
      guard position < bytes.count else { return nil }
      var end = position
      if bytes[end] == UInt8(ascii: "-") { end += 1 }
      let digits = end
      while end < bytes.count, isDigit(bytes[end]) || bytes[end] == UInt8(ascii: ".") { end += 1 }
      guard end > digits, let value = Double(String(decoding: bytes[position..<end], as: UTF8.self)) else {
        defer { position += 1 }
        return .byte(bytes[position])
      }
      position = end
      return .number(value)
    }

    private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    var around: String {
      String(
        decoding: bytes[max(position - 80, 0)..<min(position + 40, bytes.count)], as: UTF8.self)
    }
  }
}

/// A PNG file as its bytes of colour.
struct PixelImage {
  let width: Int
  let height: Int
  private let bytes: [UInt8]

  init(_ png: [UInt8]) throws {
    let folder = try TemporaryFolder()
    try folder.write(Data(png), to: "picture.png")
    let surface = cairo_image_surface_create_from_png(folder.file("picture.png").path)
    defer { cairo_surface_destroy(surface) }
    let data = try #require(cairo_image_surface_get_data(surface), "these bytes are no picture")
    let rows = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    width = Int(cairo_image_surface_get_width(surface))
    height = rows
    bytes = Array(UnsafeBufferPointer(start: data, count: rows * stride))
  }

  /// Whether every pixel, of four bytes in the order blue, green, red, opacity, has as much of each colour.
  var isGrey: Bool {
    for pixel in stride(from: 0, to: bytes.count, by: 4) {
      let (blue, green, red) = (bytes[pixel], bytes[pixel + 1], bytes[pixel + 2])
      if blue != green || green != red { return false }
    }
    return true
  }

  /// How this picture departs from `expected` beyond what smoothing by another version of a library may do: one byte in
  /// twenty by more than 1, or all by 0.1 on average. Nil when it does not.
  func difference(from expected: PixelImage) -> String? {
    guard width == expected.width, height == expected.height, bytes.count == expected.bytes.count else {
      return "expected \(expected.width)×\(expected.height) pixels, found \(width)×\(height)"
    }
    var sum = 0
    var far = 0
    for (a, b) in zip(bytes, expected.bytes) where a != b {
      let distance = abs(Int(a) - Int(b))
      sum += distance
      if distance > 1 { far += 1 }
    }
    let mean = Double(sum) / Double(max(bytes.count, 1))
    guard far * 20 > bytes.count || mean > 0.1 else { return nil }
    return "\(far) of \(bytes.count) bytes differ by more than 1, all by \(mean) on average"
  }
}
