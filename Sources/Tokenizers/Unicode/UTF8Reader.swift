/// Reads scalars from bytes that are well-formed UTF-8.
enum UTF8Reader {
  /// The scalar that starts at an index, and how many bytes it takes.
  @inline(__always)
  static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (value: UInt32, length: Int) {
    let lead = UInt32(bytes[index])
    if lead < 0x80 { return (lead, 1) }
    if lead < 0xE0 { return ((lead & 0x1F) << 6 | continuation(bytes[index + 1]), 2) }
    let second = continuation(bytes[index + 1])
    if lead < 0xF0 { return ((lead & 0x0F) << 12 | second << 6 | continuation(bytes[index + 2]), 3) }
    let low = continuation(bytes[index + 2]) << 6 | continuation(bytes[index + 3])
    return ((lead & 0x07) << 18 | second << 12 | low, 4)
  }

  @inline(__always)
  private static func continuation(_ byte: UInt8) -> UInt32 { UInt32(byte & 0x3F) }

  /// Start of the scalar that ends just before an index greater than 0.
  static func start(of bytes: UnsafeBufferPointer<UInt8>, before index: Int) -> Int {
    var start = index - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  /// The scalars of a string's bytes.
  static func scalars(_ bytes: some Sequence<UInt8>) -> [UInt32] {
    String(decoding: Array(bytes), as: UTF8.self).unicodeScalars.map(\.value)
  }

  /// The bytes of a scalar value.
  static func bytes(of scalar: UInt32) -> [UInt8] {
    Unicode.Scalar(scalar).map { Array(String($0).utf8) } ?? []
  }
}

/// Runs of white space (the property White_Space) at the ends of a text.
enum WhiteSpace {
  /// End of the run that starts at an index.
  static func end(in bytes: UnsafeBufferPointer<UInt8>, from index: Int) -> Int {
    let classes = ScalarClasses.shared
    var end = index
    while end < bytes.count {
      let (scalar, length) = UTF8Reader.scalar(bytes, at: end)
      guard classes[scalar].contains(.space) else { break }
      end += length
    }
    return end
  }

  /// Start of the run that ends just before an index, or the bound given if the run starts before that.
  static func start(in bytes: UnsafeBufferPointer<UInt8>, before index: Int, notBefore bound: Int = 0) -> Int
  {
    let classes = ScalarClasses.shared
    var start = index
    while start > bound {
      let previous = UTF8Reader.start(of: bytes, before: start)
      guard classes[UTF8Reader.scalar(bytes, at: previous).value].contains(.space) else { break }
      start = previous
    }
    return start
  }
}
