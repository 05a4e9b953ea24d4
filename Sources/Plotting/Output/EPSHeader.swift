/// The comments at the top of a PostScript file.
enum EPSHeader {
  /// Takes the creation date, which is the clock's, out and puts the title in.
  static func withoutClock(_ bytes: [UInt8], title: String) -> [UInt8] {
    let key = Array("%%CreationDate:".utf8)
    guard let start = firstLine(beginningWith: key, in: bytes) else { return bytes }
    let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex - 1
    return Array(bytes[..<start]) + Array("%%Title: \(comment(title))\n".utf8) + Array(bytes[(end + 1)...])
  }

  /// PostScript comments are ASCII and at most 255 characters long.
  private static func comment(_ text: String) -> String {
    let characters = text.unicodeScalars.map { scalar -> Character in
      scalar.isASCII && scalar.value >= 0x20 && scalar.value < 0x7F ? Character(scalar) : "?"
    }
    return String(characters.prefix(200))
  }

  private static func firstLine(beginningWith key: [UInt8], in bytes: [UInt8]) -> Int? {
    var start = 0
    while start < bytes.count {
      if bytes[start...].starts(with: key) { return start }
      guard let newline = bytes[start...].firstIndex(of: 0x0A) else { return nil }
      start = newline + 1
    }
    return nil
  }
}
