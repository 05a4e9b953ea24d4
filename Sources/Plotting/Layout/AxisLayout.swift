/// An axis with its ticks chosen and its labels measured for one length.
struct AxisLayout {
  struct Tick {
    var value: Double
    var label: TextBlock
  }

  var axis: ResolvedAxis
  var lower: Double
  var upper: Double
  var ticks: [Tick]
  /// The power of ten by which the numbers at the ticks are to be multiplied, `nil` without one.
  var exponent: Int?
  /// Unlabelled ticks between the others.
  var minor: [Double]
  /// Free room at either end, in points.
  var inset: Double
  /// Whether the labels of a horizontal axis read upwards.
  var isTurned = false
  /// The height of the tallest name on a vertical axis of bands, before any were left out for lack of room.
  var tallestLabel = 0.0
  /// The length, in points, that the axis would need for its names, `nil` where it has room for all.
  var lengthOfNames: Double?

  /// Whether its numbers, if any, are right beside any power of ten that the other axes have.
  var needsNoExponent: Bool {
    ticks.allSatisfy { $0.value == 0 } || exponent == nil && axis.exponent != nil
  }

  /// Whether a vertical axis has a line and ticks of its own: a logarithmic one, to be known as such.
  var hasLine: Bool { axis.isVertical && axis.categories == nil && axis.transform != .linear }

  /// The widest label, or the height of all on one baseline of a horizontal axis.
  var labelExtent: Double {
    if axis.isVertical || isTurned { return ticks.map(\.label.width).max() ?? 0 }
    return labelAscent + (ticks.map { $0.label.height - $0.label.ascent }.max() ?? 0)
  }

  /// Height from the top of the highest label to the baseline that the first lines of all share.
  var labelAscent: Double { ticks.map(\.label.ascent).max() ?? 0 }

  /// The scale between two places on the page; a vertical axis grows upwards, from `high` to `low`.
  func scale(low: Double, high: Double) -> Scale {
    let grows = axis.isVertical == axis.axis.isReversed
    let (start, end) = grows ? (low + inset, high - inset) : (high - inset, low + inset)
    return Scale(transform: axis.transform, lower: lower, upper: upper, start: start, end: end)
  }

  /// The axis with the labels of these ticks only; the others stand among those without.
  func keeping(_ places: [Int]) -> AxisLayout {
    var copy = self
    copy.ticks = places.map { ticks[$0] }
    if !minor.isEmpty {
      copy.minor += ticks.indices.filter { !places.contains($0) }.map { ticks[$0].value }
    }
    return copy
  }

  /// Measures how far the first and last label of a horizontal axis reach beyond its ends.
  func overhang(length: Double) -> (left: Double, right: Double) {
    let scale = scale(low: 0, high: length)
    var left = 0.0
    var right = 0.0
    for tick in ticks {
      guard let place = scale.place(tick.value) else { continue }
      let half = (isTurned ? tick.label.height : tick.label.width) / 2
      left = max(left, half - place)
      right = max(right, place + half - length)
    }
    return (left, right)
  }
}
