import CCairo
import Foundation
import TestSupport
import Testing

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
