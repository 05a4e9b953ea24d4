/// Finds bytes in bytes.
enum ByteSearch {
  /// Starts of the occurrences of a pattern, from the left, none over another; a pattern without bytes has none.
  static func occurrences(of pattern: [UInt8], in bytes: [UInt8], _ range: Range<Int>) -> [Int] {
    guard let first = pattern.first, pattern.count <= range.count else { return [] }
    var found: [Int] = []
    bytes.withUnsafeBufferPointer { bytes in
      pattern.withUnsafeBufferPointer { pattern in
        var index = range.lowerBound
        while index <= range.upperBound - pattern.count {
          if bytes[index] == first, matches(pattern, bytes, at: index) {
            found.append(index)
            index += pattern.count
          } else {
            index += 1
          }
        }
      }
    }
    return found
  }

  @inline(__always)
  private static func matches(
    _ pattern: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> Bool {
    for place in 1..<max(1, pattern.count) where bytes[index + place] != pattern[place] { return false }
    return true
  }
}
