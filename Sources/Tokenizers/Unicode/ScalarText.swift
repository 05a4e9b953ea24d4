/// Operations on texts as sequences of code points, as in Python; those of Swift take canonical equivalents for equal.
enum ScalarText {
  /// Whether `str.strip` takes a scalar for white space: White_Space and four separators of ASCII.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    (0x1C...0x1F).contains(scalar.value) || ScalarClasses.shared[scalar.value].contains(.space)
  }

  /// `str.strip`, `str.lstrip` or `str.rstrip`: takes away characters, or white space if none are given.
  static func strip(_ text: String, _ characters: String?, left: Bool, right: Bool) -> String {
    let set = characters.map { Set($0.unicodeScalars) }
    func isStripped(_ scalar: Unicode.Scalar) -> Bool { set?.contains(scalar) ?? isSpace(scalar) }
    var rest = text.unicodeScalars[...]
    while left, let first = rest.first, isStripped(first) { rest.removeFirst() }
    while right, let last = rest.last, isStripped(last) { rest.removeLast() }
    return String(rest)
  }

  /// Whether a text holds another one.
  static func contains(_ text: String, _ part: String) -> Bool {
    part.isEmpty || !places(of: part, in: Array(text.utf8)).isEmpty
  }

  /// `str.split` at a separator that is not empty.
  static func split(_ text: String, at separator: String, atMost limit: Int = .max) -> [String] {
    let bytes = Array(text.utf8)
    var parts: [String] = []
    var done = 0
    for place in places(of: separator, in: bytes).prefix(limit) {
      parts.append(String(decoding: bytes[done..<place], as: UTF8.self))
      done = place + separator.utf8.count
    }
    return parts + [String(decoding: bytes[done...], as: UTF8.self)]
  }

  private static func places(of part: String, in bytes: [UInt8]) -> [Int] {
    ByteSearch.occurrences(of: Array(part.utf8), in: bytes, bytes.indices)
  }
}

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
