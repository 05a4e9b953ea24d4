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
