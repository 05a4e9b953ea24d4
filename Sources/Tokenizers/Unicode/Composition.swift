/// Normalization Form C of a run of scalars (Unicode standard, section 3.11).
enum Composition {
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
