/// The extent of an axis that one or more panels share, from their data and settings.
struct AxisDomain {
  private let isVertical: Bool
  private let transform: Scale.Transform
  private let categories: [String]?
  private let places: [String: Int]
  private var lower: Double
  private var upper: Double
  private let fixedLower: Double?
  private let fixedUpper: Double?
  private let isFilled: Bool
  private let endsRound: Bool
  private let isNonNegative: Bool
  private var isWhole = false
  private var content = ResolvedAxis.Content.spread

  /// - Throws: ``PlotError`` when the panels' scales differ or a logarithmic axis is given names.
  init(panels: [Panel], isVertical: Bool) throws(PlotError) {
    self.isVertical = isVertical
    let axes = panels.map { isVertical ? $0.y : $0.x }
    let marks = panels.flatMap(\.marks)
    categories = try Self.categories(axes: axes, marks: marks, isVertical: isVertical)
    places = Dictionary((categories ?? []).enumerated().map { ($1, $0) }) { first, _ in first }
    transform = try Self.transform(axes: axes, hasCategories: categories != nil, isVertical: isVertical)
    isFilled = !marks.isEmpty && marks.allSatisfy { $0.kind.geometry.fillsPanel }
    let others = panels.map { isVertical ? $0.x : $0.y }
    let crossesBands = try Self.categories(axes: others, marks: marks, isVertical: !isVertical) != nil
    endsRound = isVertical || crossesBands
    fixedLower = categories == nil ? axes.compactMap(\.lower).min() : nil
    fixedUpper = categories == nil ? axes.compactMap(\.upper).max() : nil
    isNonNegative = axes.contains(where: \.isNonNegative)
    lower = -0.5
    upper = Double(max(categories?.count ?? 0, 1)) - 0.5
    guard categories == nil else { return }
    let values = marks.flatMap { places(of: $0) }.joined().lazy.filter(\.isFinite)
    isWhole =
      axes.contains { $0.ticks == .whole } || values.allSatisfy { $0.rounded() == $0 && $0.magnitude < 1e9 }
    (lower, upper) = extent(axes: axes, marks: marks)
  }

  /// The axis with this domain.
  func resolved(_ axis: Axis) -> ResolvedAxis {
    ResolvedAxis(
      axis: axis, isVertical: isVertical, categories: categories, transform: transform, lower: lower,
      upper: upper, isLowerFixed: fixedLower != nil, isUpperFixed: fixedUpper != nil, isFilled: isFilled,
      endsRound: endsRound,
      isWhole: axis.ticks == .whole || isWhole && axis.ticks == .automatic, content: content)
  }

  /// The mark's channels on this axis as numbers, the near end first.
  func places(of mark: Mark) -> [[Double]] {
    Self.channels(of: mark, isVertical: isVertical).map(numbers)
  }

  private func numbers(_ values: Values) -> [Double] {
    switch values {
    case .numbers(let numbers): numbers
    case .categories(let names): names.map { Double(places[$0] ?? 0) }
    }
  }

  private static func channels(of mark: Mark, isVertical: Bool) -> [Values] {
    let near = isVertical ? mark.y : mark.x
    let far = isVertical ? mark.y2 : mark.x2
    return near.count == 0 ? [] : [near] + (far.map { [$0] } ?? [])
  }

  private static func categories(axes: [Axis], marks: [Mark], isVertical: Bool) throws(PlotError) -> [String]?
  {
    var names: [String] = []
    var seen: Set<String> = []
    var isBand = false
    for axis in axes {
      guard case .band(let listed) = axis.scale else { continue }
      isBand = true
      names += listed.filter { seen.insert($0).inserted }
    }
    for mark in marks {
      for case .categories(let found) in channels(of: mark, isVertical: isVertical) {
        isBand = true
        names += found.filter { seen.insert($0).inserted }
      }
    }
    return isBand ? names : nil
  }

  private static func transform(
    axes: [Axis], hasCategories: Bool, isVertical: Bool
  ) throws(PlotError) -> Scale.Transform {
    let side = isVertical ? "vertical" : "horizontal"
    let transforms = axes.map { axis -> Scale.Transform? in
      switch axis.scale {
      case .linear, .band: nil
      case .log10: .log10
      case .symlog(let threshold): .symlog(threshold: threshold)
      }
    }
    guard let first = transforms.first, transforms.allSatisfy({ $0 == first }) else {
      throw .setting(
        what: "The \(side) axis of panels that share it", value: "of several scales", expected: "of one scale"
      )
    }
    if hasCategories, first != nil {
      throw .setting(
        what: "A logarithmic \(side) axis", value: "with categories", expected: "given numbers only")
    }
    return first ?? .linear
  }

  /// The extent of the data with what the axes ask for, never empty.
  private mutating func extent(axes: [Axis], marks: [Mark]) -> (Double, Double) {
    var low = Double.infinity
    var high = -Double.infinity
    func include(_ value: Double) {
      low = min(low, value)
      high = max(high, value)
    }
    for mark in marks {
      let padding = cellPadding(of: mark)
      for channel in places(of: mark) {
        for value in channel where transform.apply(value) != nil {
          include(value - padding)
          include(value + padding)
        }
      }
      if isVertical, mark.kind.geometry.startsAtZero, transform != .log10, low <= high { include(0) }
    }
    content = low > high ? .none : low == high ? .one(low) : .spread
    if axes.contains(where: \.includesZero), transform != .log10, low <= high { include(0) }
    return widened(fixedLower ?? low, fixedUpper ?? high)
  }

  /// Cells on an axis of numbers reach half the smallest distance beyond their places.
  private func cellPadding(of mark: Mark) -> Double {
    guard transform == .linear, mark.kind.geometry.hasCells, let places = places(of: mark).first else {
      return 0
    }
    return CellSize.smallestGap(places) / 2
  }

  /// Gives an extent that is empty, or a single value, some room.
  private func widened(_ low: Double, _ high: Double) -> (Double, Double) {
    let isLog = transform == .log10
    guard low.isFinite || high.isFinite else { return isLog ? (1, 10) : (0, 1) }
    var low = low.isFinite ? low : min(high, isLog ? high / 10 : high - 1)
    var high = high.isFinite ? high : max(low, isLog ? low * 10 : low + 1)
    if low > high { (low, high) = fixedLower != nil ? (low, low) : (high, high) }
    guard high - low <= max(low.magnitude, high.magnitude) * 1e-12 else { return (low, high) }
    let room = low == 0 || isWhole ? 1 : max(low.magnitude * 0.1, .leastNormalMagnitude)
    let isFloor = low == 0 && isNonNegative
    let newLow = isLog ? low / 2 : isFloor ? 0 : low - room
    let newHigh = isLog ? high * 2 : high + room
    return (fixedLower ?? newLow, fixedUpper ?? newHigh)
  }
}

/// The size of cells on an axis of numbers.
enum CellSize {
  /// The smallest distance between different finite values, 1 when there are not two.
  static func smallestGap(_ values: [Double]) -> Double {
    let sorted = values.filter(\.isFinite).sorted()
    let gaps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
    return gaps.min() ?? 1
  }
}
