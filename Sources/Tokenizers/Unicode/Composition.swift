/// Normalization Form C of a run of scalars (Unicode standard, section 3.11).
enum Composition {
  /// A text in Normalization Form C.
  ///
  /// Only stretches in which something may change are composed, each from a starter that nothing joins to what is
  /// before it up to the next such starter.
  static func compose(_ text: AlignedText) -> AlignedText {
    let stretches = text.bytes.withUnsafeBufferPointer { changingStretches($0) }
    guard !stretches.isEmpty else { return text }
    var result = AlignedText(like: text)
    var done = 0
    for stretch in stretches {
      result.append(text, done..<stretch.lowerBound)
      let before = text.bytes[stretch]
      let after = compose(UTF8Reader.scalars(before)).flatMap(UTF8Reader.bytes(of:))
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

  /// The stretches that hold a scalar which NFC may change, each from the starter before it.
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

  /// Decomposes, orders and composes again, in time n log n also for a run of marks alone.
  static func compose(_ scalars: [UInt32]) -> [UInt32] {
    let data = CanonicalData.shared
    var decomposed: [UInt32] = []
    for scalar in scalars { data.decompose(scalar, into: &decomposed) }
    let classes = order(&decomposed, data)
    return recompose(decomposed, classes, data)
  }

  /// Sorts each run of marks by combining class, keeping the order within a class; returns the classes.
  private static func order(_ scalars: inout [UInt32], _ data: CanonicalData) -> [UInt8] {
    var classes = scalars.map(data.combiningClass)
    var start = 0
    while start < scalars.count {
      let end = classes[start...].firstIndex(of: 0) ?? scalars.count
      if end - start > 1 {
        let sorted = (start..<end).sorted { (classes[$0], $0) < (classes[$1], $1) }
        scalars.replaceSubrange(start..<end, with: sorted.map { scalars[$0] })
        classes.replaceSubrange(start..<end, with: sorted.map { classes[$0] })
      }
      start = end + 1
    }
    return classes
  }

  /// Joins each starter with what follows it and is not blocked.
  private static func recompose(_ scalars: [UInt32], _ classes: [UInt8], _ data: CanonicalData) -> [UInt32] {
    var result: [UInt32] = []
    var starter: Int?
    var lastClass: UInt8 = 0
    for (scalar, combiningClass) in zip(scalars, classes) {
      if let place = starter {
        let isNext = place == result.count - 1
        let isFree = isNext || (lastClass != 0 && lastClass < combiningClass)
        if isFree, let joined = data.compose(result[place], scalar) {
          result[place] = joined
          continue
        }
      }
      if combiningClass == 0 { starter = result.count }
      lastClass = combiningClass
      result.append(scalar)
    }
    return result
  }
}
