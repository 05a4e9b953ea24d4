/// One normaliser of a `tokenizer.json`: a rewriting of the text before it is cut into words.
enum NormalizationStep: Sendable, Equatable {
  /// Normalization Form C.
  case nfc
  /// Puts bytes in front of a text that is not empty; they stand for its first character, as in the reference.
  case prepend([UInt8])
  /// Puts bytes in place of each occurrence of others, which are not empty.
  case replace([UInt8], with: [UInt8])
  /// Takes away white space on the left and on the right.
  case strip(left: Bool, right: Bool)

  /// The text after this step.
  func apply(to text: AlignedText) -> AlignedText {
    switch self {
    case .nfc: return Self.compose(text)
    case .prepend(let prefix):
      guard !text.bytes.isEmpty else { return text }
      let first = text.bytes.withUnsafeBufferPointer { UTF8Reader.scalar($0, at: 0).length }
      var result = AlignedText(like: text)
      result.append(prefix, for: 0..<first, of: text)
      result.append(text, text.bytes.indices)
      return result
    case .replace(let pattern, let replacement): return Self.replace(pattern, with: replacement, in: text)
    case .strip(let left, let right): return Self.strip(text, left: left, right: right)
    }
  }

  static func replace(_ pattern: [UInt8], with replacement: [UInt8], in text: AlignedText) -> AlignedText {
    let places = ByteSearch.occurrences(of: pattern, in: text.bytes, text.bytes.indices)
    guard !places.isEmpty else { return text }
    var result = AlignedText(like: text)
    var done = 0
    for place in places {
      result.append(text, done..<place)
      done = place + pattern.count
      result.append(replacement, for: place..<done, of: text)
    }
    result.append(text, done..<text.bytes.count)
    return result
  }

  private static func strip(_ text: AlignedText, left: Bool, right: Bool) -> AlignedText {
    let kept = text.bytes.withUnsafeBufferPointer { bytes in
      let start = left ? WhiteSpace.end(in: bytes, from: 0) : 0
      return start..<(right ? max(start, WhiteSpace.start(in: bytes, before: bytes.count)) : bytes.count)
    }
    guard kept != text.bytes.indices else { return text }
    var result = AlignedText(like: text)
    result.append(text, kept)
    return result
  }

  /// Composes each stretch from a starter that nothing joins to the next such starter, if anything in it may change.
  private static func compose(_ text: AlignedText) -> AlignedText {
    let stretches = text.bytes.withUnsafeBufferPointer { changingStretches($0) }
    guard !stretches.isEmpty else { return text }
    var result = AlignedText(like: text)
    var done = 0
    for stretch in stretches {
      result.append(text, done..<stretch.lowerBound)
      let before = text.bytes[stretch]
      let after = Composition.compose(UTF8Reader.scalars(before)).flatMap(UTF8Reader.bytes(of:))
      if before.elementsEqual(after) {
        result.append(text, stretch)
      } else {
        result.append(after, for: stretch, of: text)
      }
      done = stretch.upperBound
    }
    result.append(text, done..<text.bytes.count)
    return result
  }

  private static func changingStretches(_ bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    let classes = ScalarClasses.shared
    var stretches: [Range<Int>] = []
    var starter = 0
    var changes = false
    var index = 0
    while index < bytes.count {
      if bytes[index] < 0x80, !changes {
        starter = index
        index += 1
        continue
      }
      let (scalar, length) = UTF8Reader.scalar(bytes, at: index)
      if classes[scalar].contains(.composes) {
        changes = true
      } else {
        if changes { stretches.append(starter..<index) }
        starter = index
        changes = false
      }
      index += length
    }
    if changes { stretches.append(starter..<bytes.count) }
    return stretches
  }
}
