/// Collects the rows of a panel's marks that have no place, in one pass: what is counted above the panel and what is pointed
/// at from its edge are both read from what it finds.
struct OmissionCollector {
  private let x: ResolvedAxis
  private let y: ResolvedAxis
  private let colors: ColorDomain?
  private var counted = OmittedValues()

  init(x: ResolvedAxis, y: ResolvedAxis, colors: ColorDomain?) {
    self.x = x
    self.y = y
    self.colors = colors
  }

  /// Gives each mark its shown rows and its omitted places.
  mutating func run(_ marks: inout [ResolvedMark]) {
    // What accompanies values comes after them.
    let order =
      marks.indices.filter { !marks[$0].geometry.accompaniesValues }
      + marks.indices.filter { marks[$0].geometry.accompaniesValues }
    for index in order { visit(&marks[index]) }
  }

  private mutating func visit(_ mark: inout ResolvedMark) {
    counted.begin()
    mark.isShown = [Bool](repeating: true, count: mark.rows.count)
    mark.omitted = []
    for row in mark.rows {
      guard let (reason, value, axis) = reason(against: mark, row) else {
        if let cut = cut(mark, row) { mark.omitted.append(cut) }
        continue
      }
      mark.isShown[row] = false
      guard counted.isNew(mark, row, isVertical: axis?.isVertical ?? true) else { continue }
      mark.omitted.append(
        OmittedRow(reason: reason, edge: axis.flatMap { edge(mark, row, value: value, beyond: $0) }))
    }
  }

  /// Reason why a row cannot be drawn, with the value and the axis at fault; `nil` when it can.
  private func reason(
    against mark: ResolvedMark, _ row: Int
  ) -> (Omissions.Reason, value: Double, axis: ResolvedAxis?)? {
    for places in mark.x {
      if let reason = x.reason(against: places[row]) { return (reason, places[row], x) }
    }
    for places in mark.y {
      guard let reason = y.reason(against: places[row]) else { continue }
      // A band whose one end lies beyond zero runs off a logarithmic axis; it is there all the same.
      if reason != .notPositive || !isCut(mark, row) { return (reason, places[row], y) }
    }
    guard mark.geometry.hasCells,
      let reason = ColorDomain.reason(against: mark.mark.value[row], in: colors)
    else { return nil }
    return (reason, mark.mark.value[row], nil)
  }

  /// Position along the panel's edge of the sign for a value beyond `axis`; `nil` when the row has no place along the other
  /// axis.
  private func edge(
    _ mark: ResolvedMark, _ row: Int, value: Double, beyond axis: ResolvedAxis
  ) -> OmittedRow.Edge? {
    let (other, ends) = axis.isVertical ? (x, mark.x) : (y, mark.y)
    guard !mark.geometry.hasCells, let place = ends.first?[row],
      ends.allSatisfy({ other.shows($0[row]) })
    else { return nil }
    return OmittedRow.Edge(sign: axis.sign(for: value), place: place, isVertical: axis.isVertical)
  }

  /// Whether a row of a band has one end only on a logarithmic axis, so that the band is cut at the edge of the panel.
  private func isCut(_ mark: ResolvedMark, _ row: Int) -> Bool {
    guard mark.geometry.runsOffAxis else { return false }
    let reasons = mark.y.map { y.reason(against: $0[row]) }
    return reasons.contains(.notPositive) && reasons.contains { $0 == nil }
  }

  private func cut(_ mark: ResolvedMark, _ row: Int) -> OmittedRow? {
    guard isCut(mark, row), let edge = edge(mark, row, value: -1, beyond: y) else { return nil }
    return OmittedRow(reason: .notPositive, edge: edge, isCut: true)
  }
}

/// A row of a mark that is not drawn, or not to its end, because one of its values has no place in the panel.
struct OmittedRow: Equatable {
  /// Position of the sign that points to the value.
  struct Edge: Equatable {
    let sign: Omissions.Sign
    /// The place along the other axis, at which the sign stands.
    let place: Double
    /// Whether the vertical axis lacks a place for the value, so that the sign stands at the upper or lower edge.
    let isVertical: Bool
  }

  let reason: Omissions.Reason
  /// `nil` where nothing at the edge of the panel points to the value.
  let edge: Edge?
  /// Whether the row is drawn up to the edge all the same, as a band is, and therefore not counted.
  var isCut = false
}

/// Tells values that are left out apart, so that a curve and the band around it are counted once.
struct OmittedValues {
  /// A value of the other axis, `nil` where that has none either: NaN is not equal to itself.
  private struct Position: Hashable {
    var isVertical: Bool
    var value: Double?
  }

  private struct Key: Hashable {
    var series: String?
    var position: Position
  }

  /// The number of values at each position of each series, in the mark that has most there.
  private var most: [Key: Int] = [:]
  private var inMark: [Key: Int] = [:]
  /// The positions at which values of any series are left out.
  private var places: Set<Position> = []

  mutating func begin() { inMark = [:] }

  /// Whether the value that `row` of `mark` has no place for on the vertical or the horizontal axis was not yet counted
  /// for another mark of its series at the same place of the other axis; or of any series, where the mark only joins or
  /// names values.
  mutating func isNew(_ mark: ResolvedMark, _ row: Int, isVertical: Bool) -> Bool {
    guard !mark.geometry.hasCells, let value = (isVertical ? mark.x : mark.y).first?[row] else {
      return true
    }
    let position = Position(isVertical: isVertical, value: value.isNaN ? nil : value)
    if mark.geometry.accompaniesValues, places.contains(position) { return false }
    if !mark.geometry.accompaniesValues { places.insert(position) }
    let key = Key(series: mark.mark.series, position: position)
    inMark[key, default: 0] += 1
    guard inMark[key, default: 0] > most[key, default: 0] else { return false }
    most[key] = inMark[key]
    return true
  }
}
