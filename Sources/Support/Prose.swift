/// Sentences as they are set on a page.
package enum Prose {
  /// `text` with spaces at which no line may end: within `95 %`, `n = 100` and `[0.31, 0.46]`.
  ///
  /// Works byte by byte: a large site has a million such texts, which regular expressions would take a tenth of its time for.
  package static func keptTogether(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let places = bytes.indices.filter { bytes[$0] == space && isKept(bytes, $0) }
    guard !places.isEmpty else { return text }
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count + places.count)
    var start = 0
    for place in places {
      kept += bytes[start..<place]
      kept += noBreakSpace
      start = place + 1
    }
    return String(decoding: kept + bytes[start...], as: UTF8.self)
  }

  private static let space = UInt8(ascii: " ")
  private static let noBreakSpace = Array("\u{A0}".utf8)

  /// Whether the space at `place` keeps together what is before and after it.
  private static func isKept(_ bytes: [UInt8], _ place: Int) -> Bool {
    guard place > 0, place + 1 < bytes.count else { return false }
    switch (bytes[place - 1], bytes[place + 1]) {
    case (_, UInt8(ascii: "%")): return isDigit(bytes[place - 1])
    case (UInt8(ascii: "n"), UInt8(ascii: "=")): return isCount(bytes, from: place - 1)
    case (UInt8(ascii: "="), _): return isCount(bytes, from: place - 3)
    case (UInt8(ascii: ","), _): return isInterval(bytes, place)
    default: return false
    }
  }

  /// Whether `n = ` and a digit begin at `start`, and no word goes on there.
  private static func isCount(_ bytes: [UInt8], from start: Int) -> Bool {
    guard start >= 0, start + 4 < bytes.count, bytes[start..<start + 4].elementsEqual("n = ".utf8) else {
      return false
    }
    return isDigit(bytes[start + 4]) && (start == 0 || !isOfWord(bytes[start - 1]))
  }

  /// Whether the space stands behind the comma of two ends in square brackets.
  private static func isInterval(_ bytes: [UInt8], _ place: Int) -> Bool {
    let before = bytes[..<(place - 1)].reversed().prefix { !separators.contains($0) }.count
    let after = bytes[(place + 1)...].prefix { !separators.contains($0) }.count
    let (start, end) = (place - 2 - before, place + 1 + after)
    return before > 0 && after > 0 && start >= 0 && bytes[start] == UInt8(ascii: "[")
      && end < bytes.count && bytes[end] == UInt8(ascii: "]")
  }

  private static let separators = Array("[], ".utf8)

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Letters beyond ASCII count as parts of words.
  private static func isOfWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
