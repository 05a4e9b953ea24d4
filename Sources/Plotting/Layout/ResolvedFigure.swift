/// A figure checked, its categories numbered, its series given their looks and its axes their domains.
struct ResolvedFigure {
  let figure: Figure
  /// The series that occur, in the order in which they take colours.
  let series: [Series]
  let looks: [String: SeriesLook]
  /// Row by row, each as long as the longest, `nil` where a place is empty.
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
  /// How many rows of data have no place on the axes.
  private(set) var omitted = 0
  /// Whether nothing at all is drawn.
  private(set) var isEmpty = true

  init(panel: Panel, x: ResolvedAxis, y: ResolvedAxis, marks: [ResolvedMark]) {
    self.panel = panel
    self.x = x
    self.y = y
    self.marks = marks
  }

  /// Finds out which rows have a place, now that both axes are known.
  mutating func findShownRows() {
    for index in marks.indices {
      let mark = marks[index]
      marks[index].isShown = mark.rows.map { row in
        mark.x.allSatisfy { x.shows($0[row]) } && mark.y.allSatisfy { y.shows($0[row]) }
          && (mark.mark.kind != .heatmap || colors?.fraction(mark.mark.value[row]) != nil)
      }
      let shown = marks[index].isShown.reduce(0) { $0 + ($1 ? 1 : 0) }
      omitted += mark.rows.count - shown
      if shown > 0 { isEmpty = false }
    }
  }
}

/// A mark whose channels are numbers; a category has become its place in the axis' list.
struct ResolvedMark {
  let mark: Mark
  /// Its place among the marks of its panel.
  let index: Int
  /// Horizontal places, the near end first; empty when the mark has none.
  let x: [[Double]]
  /// Vertical places, the near end first; empty when the mark has none.
  let y: [[Double]]
  /// Which rows have a place on both axes; filled in when both are known.
  var isShown: [Bool] = []

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

  /// Whether a value has a place within what the settings of the axis allow.
  func shows(_ value: Double) -> Bool {
    guard let place = transform.apply(value) else { return false }
    if isLowerFixed, let low = transform.apply(lower), place < low - 1e-9 * abs(low) { return false }
    if isUpperFixed, let high = transform.apply(upper), place > high + 1e-9 * abs(high) { return false }
    return true
  }
}
