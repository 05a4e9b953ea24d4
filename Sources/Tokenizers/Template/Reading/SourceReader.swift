/// The bytes of a template, with a position that only moves on and knows its line.
struct SourceReader {
  private let bytes: [UInt8]
  private(set) var position = 0
  /// The line of the position, from 1.
  private(set) var line = 1

  /// Takes a template; line breaks become line feeds, and one at the very end is dropped.
  init(_ template: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(template.utf8.count)
    for byte in template.utf8 {
      if byte == 0x0A, bytes.last == 0x0D {
        bytes[bytes.count - 1] = 0x0A
      } else {
        if bytes.last == 0x0D { bytes[bytes.count - 1] = 0x0A }
        bytes.append(byte)
      }
    }
    if bytes.last == 0x0D || bytes.last == 0x0A { bytes.removeLast() }
    self.bytes = bytes
  }

  var count: Int { bytes.count }

  /// The byte at the position, or nil at the end.
  var current: UInt8? { position < count ? bytes[position] : nil }

  subscript(index: Int) -> UInt8 { bytes[index] }

  /// The byte at an index, or 0 where there is none.
  func byte(at index: Int) -> UInt8 { index >= 0 && index < count ? bytes[index] : 0 }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  mutating func move(to index: Int) {
    for place in position..<max(position, index) where bytes[place] == 0x0A { line += 1 }
    position = index
  }

  /// The bytes at an index are these.
  func matches(_ text: StaticString, at index: Int) -> Bool {
    guard index + text.utf8CodeUnitCount <= count else { return false }
    for offset in 0..<text.utf8CodeUnitCount where bytes[index + offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }

  /// The first place, from an index on, where a text of two bytes stands.
  func firstIndex(of text: StaticString, from start: Int) -> Int? {
    var index = start
    while index + 1 < count {
      if matches(text, at: index) { return index }
      index += 1
    }
    return nil
  }

  /// The start of the next tag or comment.
  func nextTag() -> Int? {
    var index = position
    while index + 1 < count {
      let second = bytes[index + 1]
      if bytes[index] == UInt8(ascii: "{"),
        second == UInt8(ascii: "{") || second == UInt8(ascii: "%") || second == UInt8(ascii: "#")
      {
        return index
      }
      index += 1
    }
    return nil
  }

  /// `+` or `-` at an index.
  func sign(at index: Int) -> UInt8? {
    let byte = byte(at: index)
    return byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") ? byte : nil
  }

  /// The end of the tag of an expression at the position, with its sign; an output has no `+`.
  func endOfTag(_ tag: TemplateTag) -> (length: Int, sign: UInt8?)? {
    let sign = sign(at: position)
    if let sign, sign == UInt8(ascii: "-") || tag == .statement, isClosing(tag, at: position + 1) {
      return (3, sign)
    }
    return isClosing(tag, at: position) ? (2, nil) : nil
  }

  private func isClosing(_ tag: TemplateTag, at index: Int) -> Bool {
    tag == .output ? matches("}}", at: index) : matches("%}", at: index)
  }

  /// Whether a `{% raw %}` starts at an index; its end knows no `+`.
  func isRawTag(at index: Int) -> Bool {
    endOfTag(named: "raw", at: index).map { $0.sign != UInt8(ascii: "+") } ?? false
  }

  /// The end of a tag at an index if it holds only this name, and the sign before that end.
  func endOfTag(named name: StaticString, at start: Int) -> (end: Int, sign: UInt8?)? {
    guard matches("{%", at: start) else { return nil }
    var index = endOfSpace(from: start + 2 + (sign(at: start + 2) == nil ? 0 : 1))
    guard matches(name, at: index) else { return nil }
    index = endOfSpace(from: index + name.utf8CodeUnitCount)
    if let sign = sign(at: index), matches("%}", at: index + 1) { return (index + 3, sign) }
    return matches("%}", at: index) ? (index + 2, nil) : nil
  }

  // MARK: - White space

  /// Skips white space; tells whether there was any.
  @discardableResult
  mutating func skipSpace() -> Bool {
    let end = endOfSpace(from: position)
    defer { move(to: end) }
    return end > position
  }

  private func endOfSpace(from index: Int) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var end = index
      while end < bytes.count {
        let (scalar, length) = UTF8Reader.scalar(bytes, at: end)
        guard ScalarText.isSpace(scalar) else { break }
        end += length
      }
      return end
    }
  }

  /// The start of the white space that ends before an index.
  func startOfSpace(before index: Int, notBefore bound: Int) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var start = index
      while start > bound {
        let previous = UTF8Reader.start(of: bytes, before: start)
        guard previous >= bound, ScalarText.isSpace(UTF8Reader.scalar(bytes, at: previous).value) else {
          break
        }
        start = previous
      }
      return start
    }
  }

  /// The place after the last line feed before an index, or the bound.
  func startOfLine(before index: Int, notBefore bound: Int) -> Int {
    bytes[bound..<index].lastIndex(of: 0x0A).map { $0 + 1 } ?? bound
  }

  /// The scalar at an index, and its bytes.
  func scalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    guard index < count else { return nil }
    let (value, length) = bytes.withUnsafeBufferPointer { UTF8Reader.scalar($0, at: index) }
    return Unicode.Scalar(value).map { ($0, length) }
  }
}
