/// Operations on texts as sequences of code points, as in Python; those of Swift take canonical equivalents for equal.
enum ScalarText {
  /// Whether `str.strip` takes a scalar for white space: White_Space and four separators of ASCII.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    isSpace(scalar.value)
  }

  /// Whether `str.strip` takes a scalar value for white space.
  static func isSpace(_ scalar: UInt32) -> Bool {
    (0x1C...0x1F).contains(scalar) || ScalarClasses.shared[scalar].contains(.space)
  }

  /// `str.strip`, `str.lstrip` or `str.rstrip`: takes away characters, or white space if none are given.
  static func strip(_ text: String, _ characters: String?, left: Bool, right: Bool) -> String {
    let set = characters.map { Set($0.unicodeScalars) }
    func isStripped(_ scalar: Unicode.Scalar) -> Bool { set?.contains(scalar) ?? isSpace(scalar) }
    var rest = text.unicodeScalars[...]
    if left { rest = rest.drop(while: isStripped) }
    if right, let last = rest.lastIndex(where: { !isStripped($0) }) {
      rest = rest[...last]
    } else if right {
      return ""
    }
    return String(rest)
  }

  /// Whether a text holds another one.
  static func contains(_ text: String, _ part: String) -> Bool {
    place(of: part, in: text) != nil
  }

  /// `str.split` at a separator that is not empty.
  static func split(_ text: String, at separator: String, atMost limit: Int = .max) -> [String] {
    let bytes = Array(text.utf8)
    var parts: [String] = []
    var done = 0
    for place in ByteSearch.occurrences(of: Array(separator.utf8), in: bytes, bytes.indices, atMost: limit) {
      parts.append(String(decoding: bytes[done..<place], as: UTF8.self))
      done = place + separator.utf8.count
    }
    return parts + [String(decoding: bytes[done...], as: UTF8.self)]
  }

  /// `str.rsplit` at a separator that is not empty.
  static func splitFromEnd(_ text: String, at separator: String, atMost limit: Int) -> [String] {
    // Occurrences are found from the end, which matters where they overlap.
    let parts = split(reversed(text), at: reversed(separator), atMost: limit)
    return parts.reversed().map(reversed)
  }

  /// The characters of a text from the last to the first.
  private static func reversed(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.reversed()))
  }

  /// `str.split` at white space.
  static func words(of text: String, atMost limit: Int = .max, fromEnd: Bool = false) -> [String] {
    guard !fromEnd else { return words(of: reversed(text), atMost: limit).reversed().map(reversed) }
    var words: [String] = []
    var rest = text.unicodeScalars.drop(while: isSpace)
    while !rest.isEmpty {
      guard words.count < limit else { return words + [String(rest)] }
      let end = rest.firstIndex(where: isSpace) ?? rest.endIndex
      words.append(String(rest[..<end]))
      rest = rest[end...].drop(while: isSpace)
    }
    return words
  }

  /// `str.splitlines`.
  static func lines(of text: String, keepsEnds: Bool = false) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      guard isLineBreak(scalar) else {
        line.append(scalar)
        continue
      }
      if keepsEnds { line.append(scalar) }
      if scalar == "\r", scalars.first == "\n" {
        scalars.removeFirst()
        if keepsEnds { line.append("\n") }
      }
      lines.append(String(line))
      line.removeAll()
    }
    return line.isEmpty ? lines : lines + [String(line)]
  }

  private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    (0x0A...0x0D).contains(scalar.value) || (0x1C...0x1E).contains(scalar.value)
      || [0x85, 0x2028, 0x2029].contains(scalar.value)
  }

  /// The byte where a text starts in another, the first or the last time.
  static func place(of part: String, in text: String, last: Bool = false) -> Int? {
    let bytes = Array(text.utf8)
    guard !part.isEmpty else { return last ? bytes.count : 0 }
    guard last else {
      return ByteSearch.occurrences(of: Array(part.utf8), in: bytes, bytes.indices, atMost: 1).first
    }
    let place = ByteSearch.occurrences(
      of: part.utf8.reversed(), in: bytes.reversed(), bytes.indices, atMost: 1
    ).first
    return place.map { bytes.count - $0 - part.utf8.count }
  }

  /// How often a text that is not empty stands in another.
  static func count(of part: String, in text: String) -> Int { places(of: part, in: Array(text.utf8)).count }

  /// What stands before and behind some bytes of a text.
  static func parts(of text: String, around place: Int, count: Int) -> (before: String, after: String) {
    (
      String(decoding: Array(text.utf8.prefix(place)), as: UTF8.self),
      String(decoding: Array(text.utf8.dropFirst(place + count)), as: UTF8.self)
    )
  }

  private static func places(of part: String, in bytes: [UInt8]) -> [Int] {
    ByteSearch.occurrences(of: Array(part.utf8), in: bytes, bytes.indices)
  }
}

/// Finds bytes in bytes, in time that grows with both and not with their product.
enum ByteSearch {
  /// Patterns up to this length are compared byte by byte at each place; longer ones by means of a table.
  private static let shortPattern = 16

  /// Starts of the occurrences of a pattern, from the left, none over another; a pattern without bytes has none.
  static func occurrences(
    of pattern: [UInt8], in bytes: [UInt8], _ range: Range<Int>, atMost limit: Int = .max
  ) -> [Int] {
    guard !pattern.isEmpty, pattern.count <= range.count else { return [] }
    return bytes.withUnsafeBufferPointer { bytes in
      pattern.withUnsafeBufferPointer { pattern in
        pattern.count <= shortPattern
          ? compare(pattern, bytes, range, limit) : search(pattern, bytes, range, limit)
      }
    }
  }

  private static func compare(
    _ pattern: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    _ limit: Int
  ) -> [Int] {
    var found: [Int] = []
    let first = pattern[0]
    var index = range.lowerBound
    while index <= range.upperBound - pattern.count, found.count < limit {
      if bytes[index] == first, matches(pattern, bytes, at: index) {
        found.append(index)
        index += pattern.count
      } else {
        index += 1
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

  /// The algorithm of Knuth, Morris and Pratt.
  private static func search(
    _ pattern: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    _ limit: Int
  ) -> [Int] {
    let borders = borders(of: pattern)
    var found: [Int] = []
    var matched = 0
    for index in range {
      while matched > 0, pattern[matched] != bytes[index] { matched = borders[matched - 1] }
      if pattern[matched] == bytes[index] { matched += 1 }
      guard matched == pattern.count else { continue }
      found.append(index + 1 - matched)
      guard found.count < limit else { break }
      matched = 0
    }
    return found
  }

  /// For each start of the pattern the length of its longest end that is a start too.
  private static func borders(of pattern: UnsafeBufferPointer<UInt8>) -> [Int] {
    var borders = [Int](repeating: 0, count: pattern.count)
    var length = 0
    for index in 1..<pattern.count {
      while length > 0, pattern[length] != pattern[index] { length = borders[length - 1] }
      if pattern[length] == pattern[index] { length += 1 }
      borders[index] = length
    }
    return borders
  }
}
