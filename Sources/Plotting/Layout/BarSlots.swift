/// Which marks stand side by side on one band, and in what order.
struct BarSlots {
  /// The series that have a slot, first to last. A mark without a series takes the middle of its band.
  private var order: [String] = []

  /// Intervals stand side by side by series; points join them when there are any.
  init(_ marks: [ResolvedMark]) {
    for mark in marks where Self.takesSlot(mark.mark) {
      if let key = mark.mark.series, !order.contains(key) { order.append(key) }
    }
  }

  /// How many stand side by side, at least 1.
  var count: Int { max(order.count, 1) }

  /// The height of a lying band in which all have room, in multiples of the font size.
  var goodHeight: Double { max(1.9, 0.75 + 0.8 * Double(count)) }

  /// The offset of a mark's middle from the middle of its band, in bands, when the slots fill `share` of it.
  func offset(of mark: Mark, share: Double) -> Double {
    guard holds(mark), let key = mark.series, let index = order.firstIndex(of: key) else { return 0 }
    return (Double(index) + 0.5) / Double(order.count) * share - share / 2
  }

  /// Whether a mark stands beside others in their bands, rather than in the middle.
  func holds(_ mark: Mark) -> Bool {
    guard order.count > 1, let key = mark.series, order.contains(key) else { return false }
    return Self.takesSlot(mark) || mark.kind == .points
  }

  private static func takesSlot(_ mark: Mark) -> Bool { mark.kind == .interval }
}
