/// A place that moves down as things are set under each other.
struct VerticalStack {
  var top: Double

  /// Sets something `height` high, followed by a gap, and returns where its top is; nothing takes no gap.
  mutating func add(_ height: Double, gap: Double) -> Double {
    let start = top
    if height > 0 { top += height + gap }
    return start
  }
}
