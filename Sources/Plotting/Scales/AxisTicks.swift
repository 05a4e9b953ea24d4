import Foundation

/// The ticks of an axis and the ends that it has for them.
struct AxisTicks {
  var major: [Double]
  var minor: [Double] = []
  var lower: Double
  var upper: Double

  /// About `count` ticks.
  init(_ axis: ResolvedAxis, count: Int) {
    lower = axis.lower
    upper = axis.upper
    major = []
    if let categories = axis.categories {
      major = categories.indices.map(Double.init)
      return
    }
    if axis.content != .none || axis.hasLimits {
      choose(axis, count: count, whole: axis.isWhole, isRound: axis.endsRound)
    }
    let scale = Scale(transform: axis.transform, lower: lower, upper: upper, start: 0, end: 1)
    major = major.filter(scale.holds)
    minor = minor.filter(scale.holds)
  }

  private mutating func choose(_ axis: ResolvedAxis, count: Int, whole: Bool, isRound: Bool) {
    if let only = axis.onlyTick {
      major = [only]
      return
    }
    switch axis.transform {
    case .linear:
      var row = WilkinsonTicks.row(from: lower, to: upper, count: count, whole: whole)
      // An axis that ends with its data loses the tick beyond them.
      if !isRound, count > 2, row.extended(over: lower, upper).count < 3 {
        row = WilkinsonTicks.row(from: lower, to: upper, count: count + 1, whole: whole)
      }
      if isRound, !axis.isFilled { end(at: row, axis) }
      major = row.extended(over: lower, upper)
      if axis.marksEachStep { minor = Self.steps(from: lower, to: upper, without: major) }
    case .log10:
      pad(axis, when: isRound)
      let row = LogTicks.row(from: lower, to: upper, count: count, whole: whole)
      (major, minor) = (row.major, row.minor)
    case .symlog(let threshold):
      pad(axis, when: isRound)
      let row = SymlogTicks.row(from: lower, to: upper, threshold: threshold, count: count)
      (major, minor) = (row.major, row.minor)
    }
  }

  /// The whole numbers of a short axis that have no label.
  private static func steps(from lower: Double, to upper: Double, without major: [Double]) -> [Double] {
    let labelled = Set(major)
    return stride(from: lower.rounded(.up), through: upper, by: 1).filter { !labelled.contains($0) }
  }

  /// Ends the axis at the first tick beyond the data, or a little beyond the data where that would waste
  /// more than a third of a step.
  private mutating func end(at row: WilkinsonTicks.Row, _ axis: ResolvedAxis) {
    let span = upper - lower
    let last = row.first + Double(row.count - 1) * row.step
    if !axis.isUpperFixed, upper != 0 { upper = Self.end(upper, last, row.step, 0.04 * span) }
    if !axis.isLowerFixed, lower != 0 {
      let end = -Self.end(-lower, -row.first, row.step, 0.04 * span)
      lower = axis.axis.isNonNegative && lower > 0 ? max(end, 0) : end
    }
  }

  private static func end(_ data: Double, _ tick: Double, _ step: Double, _ room: Double) -> Double {
    if tick >= data { return tick }
    return tick + step - data <= 0.35 * step ? tick + step : data + room
  }

  /// Leaves a little room beyond the data, the same at both ends of the scale.
  private mutating func pad(_ axis: ResolvedAxis, when isWanted: Bool) {
    guard isWanted, !axis.isFilled, let low = axis.transform.apply(lower),
      let high = axis.transform.apply(upper)
    else { return }
    let room = 0.04 * (high - low)
    switch axis.transform {
    case .linear:
      if !axis.isLowerFixed, lower != 0 {
        lower = axis.axis.isNonNegative && lower > 0 ? max(lower - room, 0) : lower - room
      }
      if !axis.isUpperFixed, upper != 0 { upper += room }
    case .log10:
      if !axis.isLowerFixed { lower = max(pow(10, max(low - room, -300)), 1e-300) }
      if !axis.isUpperFixed { upper = min(pow(10, min(high + room, 300)), 1e300) }
    case .symlog:
      if !axis.isLowerFixed, lower != 0 { lower -= lower.magnitude * 0.15 }
      if !axis.isUpperFixed, upper != 0 { upper += upper.magnitude * 0.15 }
    }
  }
}
