/// A figure checked, its categories numbered, its series given their looks and its axes their domains.
struct ResolvedFigure {
  let figure: Figure
  /// The series that occur, in the order in which they take colours.
  let series: [Series]
  let looks: [String: SeriesLook]
  /// Panels row by row, each row as long as the longest, `nil` where a place is empty.
  let cells: [[ResolvedPanel?]]

  var rowCount: Int { cells.count }
  var columnCount: Int { cells.first?.count ?? 0 }
  var panels: [ResolvedPanel] { cells.flatMap { $0.compactMap { $0 } } }
}

/// A panel whose data have become coordinates.
struct ResolvedPanel {
  let panel: Panel
  var x: ResolvedAxis
  var y: ResolvedAxis
  var marks: [ResolvedMark]
  /// The colours of the values of heatmaps, `nil` without any.
  var colors: ColorDomain?
  /// The values that have no place on the axes.
  private(set) var omissions = Omissions()
  /// Whether no mark has a row that is drawn.
  private(set) var isEmpty = true
  /// Width and height of the panel in cells of its finest heatmap, where there are very many.
  private var cells = (across: 1.0, along: 1.0)

  init(panel: Panel, x: ResolvedAxis, y: ResolvedAxis, marks: [ResolvedMark]) {
    self.panel = panel
    self.x = x
    self.y = y
    self.marks = marks
  }

  /// Returns what the figure says of points and cells that are too many to be drawn one by one when its
  /// panels have that size, `nil` when they are not.
  func crowding(width: Double, height: Double) -> String? {
    guard let largest = marks.max(by: { $0.rows.count < $1.rows.count }),
      largest.rows.count > Thinning.mostUnsaid
    else { return nil }
    let count = TickNumbers.decimal(Double(largest.rows.count), decimals: 0)
    guard largest.geometry.hasCells else {
      return count + " points; those that hide each other are drawn once"
    }
    let isFine = width / cells.across < Thinning.leastCell || height / cells.along < Thinning.leastCell
    return isFine ? count + " cells; those too small to be seen are averaged" : nil
  }

  /// Finds out which rows have a place, now that both axes are known.
  mutating func findShownRows() {
    var collector = OmissionCollector(x: x, y: y, colors: colors)
    collector.run(&marks)
    for mark in marks {
      for place in mark.omitted where !place.isCut { omissions.add(place.reason, place.edge?.sign) }
      if mark.geometry.hasCells, mark.rows.count > Thinning.mostUnsaid {
        cells.across = max(cells.across, x.cells(at: mark.x.first ?? []))
        cells.along = max(cells.along, y.cells(at: mark.y.first ?? []))
      }
      if mark.isShown.contains(true) { isEmpty = false }
    }
  }
}

/// A mark whose channels are numbers; a category has become its place in the axis' list.
struct ResolvedMark {
  let mark: Mark
  /// Place of the mark among the marks of its panel.
  let index: Int
  /// Horizontal places, the near end first; empty when the mark has none.
  let x: [[Double]]
  /// Vertical places, the near end first; empty when the mark has none.
  let y: [[Double]]
  /// Whether each row has a place on both axes; filled in when both are known.
  var isShown: [Bool] = []
  /// Rows without a place and rows that are cut, each value once in the panel; filled in together with `isShown`.
  var omitted: [OmittedRow] = []

  /// The properties of its kind.
  var geometry: any MarkGeometry.Type { mark.kind.geometry }

  /// Whether any of its rows has a number on either axis.
  var hasValues: Bool {
    rows.contains { row in
      (x + y).allSatisfy { $0.indices.contains(row) ? !$0[row].isNaN : true }
    }
  }

  var rows: Range<Int> { 0..<max(x.first?.count ?? 0, y.first?.count ?? 0) }
}

/// An axis whose extent is known, but not yet its ticks.
struct ResolvedAxis: Equatable {
  var axis: Axis
  var isVertical: Bool
  /// The names of the bands, `nil` on an axis of numbers.
  var categories: [String]?
  var transform: Scale.Transform
  /// The extent of the data, with zero where asked for.
  var lower: Double
  var upper: Double
  /// Whether the extent was given rather than found.
  var isLowerFixed: Bool
  var isUpperFixed: Bool
  /// Whether cells fill the axis to its ends.
  var isFilled: Bool
  /// Whether the axis ends at round numbers.
  var endsRound: Bool
  /// Whether all values are whole numbers, so that ticks between them would mean nothing.
  var isWhole: Bool
  var content = Content.spread
  /// The power of ten in whose multiples the numbers are written, `nil` when they stand as they are.
  var exponent: Int?

  /// Values that the data have on an axis of numbers.
  enum Content: Equatable {
    /// Nothing: whatever extent the axis has, it means nothing.
    case none
    /// One value, again and again.
    case one(Double)
    /// Different values.
    case spread
  }

  /// Whether a tick stands at each whole number of a horizontal axis: where they are few, such as the layers of a small
  /// model, between which nothing is.
  var marksEachStep: Bool {
    isWhole && !isVertical && !isFilled && axis.ticks == .whole && upper - lower <= 16
  }

  /// Whether fewer than two ticks are all that the axis is to have.
  var hasFewTicks: Bool { onlyTick != nil || content == .none && !hasLimits }

  /// The largest magnitude on a linear axis of numbers, `nil` where nothing is known of it.
  var largestNumber: Double? {
    guard transform == .linear, categories == nil, content != .none else { return nil }
    return max(lower.magnitude, upper.magnitude)
  }

  /// Whether both ends were given.
  var hasLimits: Bool { isLowerFixed && isUpperFixed }

  /// The single tick of an axis that knows of one value only: an index, or nothing at all of an amount. Others would be
  /// made up.
  var onlyTick: Double? {
    guard case .one(let value) = content, !isLowerFixed, !isUpperFixed else { return nil }
    return axis.isNonNegative && value == 0 || isWhole && !isVertical ? value : nil
  }

  /// Counts the cells at these places that the axis holds.
  fileprivate func cells(at places: [Double]) -> Double {
    categories.map { Double($0.count) } ?? (upper - lower) / CellSize.smallestGap(places)
  }

  /// Whether equal values stand at equal heights on both. Indices may be one apart: cells reach half an index
  /// beyond their places, and between neighbours there is one fewer.
  func hasDomain(of other: ResolvedAxis) -> Bool {
    let slack = axis.ticks == .whole && other.axis.ticks == .whole ? 1.0 : 0
    return transform == other.transform && abs(lower - other.lower) <= slack
      && abs(upper - other.upper) <= slack && categories == other.categories
      && axis.isReversed == other.axis.isReversed
  }

  /// Whether a value has a place within what the settings of the axis allow.
  func shows(_ value: Double) -> Bool {
    guard let place = transform.apply(value) else { return false }
    if isLowerFixed, let low = transform.apply(lower), place < low - 1e-9 * abs(low) { return false }
    if isUpperFixed, let high = transform.apply(upper), place > high + 1e-9 * abs(high) { return false }
    return true
  }
}
