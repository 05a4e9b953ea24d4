/// Bytes of a text that is being rewritten for the model, with the bytes of the original that each stands for.
struct AlignedText {
  /// Well-formed UTF-8.
  private(set) var bytes: [UInt8]
  /// Bytes of the original text that each byte stands for; nil where offsets are not asked for.
  private(set) var origins: [Range<Int>]?

  /// The bytes of a text as they are, `offset` bytes into the whole text.
  init(original bytes: some Collection<UInt8>, offset: Int, tracksOrigins: Bool) {
    self.bytes = Array(bytes)
    origins = tracksOrigins ? self.bytes.indices.map { offset + $0..<offset + $0 + 1 } : nil
  }

  /// An empty text that tracks origins if another does.
  init(like other: AlignedText) {
    bytes = []
    bytes.reserveCapacity(other.bytes.count + other.bytes.count / 4)
    origins = other.origins == nil ? nil : []
  }

  /// Appends a part of another text as it is.
  mutating func append(_ other: AlignedText, _ range: Range<Int>) {
    bytes.append(contentsOf: other.bytes[range])
    if let more = other.origins { origins?.append(contentsOf: more[range]) }
  }

  /// Appends bytes that stand for a part of another text; an empty part is a place between its bytes.
  mutating func append(_ new: some Collection<UInt8>, for range: Range<Int>, of other: AlignedText) {
    bytes.append(contentsOf: new)
    if origins != nil, let origin = other.origin(of: range) {
      origins?.append(contentsOf: repeatElement(origin, count: new.count))
    }
  }

  /// The part of the original text that a part of this one stands for; nil when origins are not tracked.
  func origin(of range: Range<Int>) -> Range<Int>? {
    guard let origins, !origins.isEmpty else { return nil }
    if range.isEmpty {
      let place =
        range.lowerBound < origins.count
        ? origins[range.lowerBound].lowerBound : origins[origins.count - 1].upperBound
      return place..<place
    }
    let start = origins[range.lowerBound].lowerBound
    return start..<max(start, origins[range.upperBound - 1].upperBound)
  }
}
