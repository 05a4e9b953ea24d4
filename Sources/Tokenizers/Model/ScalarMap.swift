/// A map from scalars to token ids, in pages of 256 that exist where they hold something.
struct ScalarMap: Sendable {
  private var pageOfBlock = [Int32](repeating: -1, count: 0x110000 >> 8)
  private var pages: [Int32] = []

  /// Sets the id of a scalar.
  mutating func insert(_ scalar: UInt32, id: Int32) {
    let block = Int(scalar >> 8)
    if pageOfBlock[block] < 0 {
      pageOfBlock[block] = Int32(pages.count >> 8)
      pages.append(contentsOf: repeatElement(-1, count: 256))
    }
    pages[Int(pageOfBlock[block]) << 8 | Int(scalar & 0xFF)] = id
  }

  /// The id of a scalar, or -1.
  @inline(__always)
  subscript(scalar: UInt32) -> Int32 {
    let page = pageOfBlock[Int(scalar >> 8)]
    return page < 0 ? -1 : pages[Int(page) << 8 | Int(scalar & 0xFF)]
  }
}
