import Foundation

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
