/// Goes through the rows of a panel's marks once and finds those that have no place: what is counted above the panel and what
/// is pointed at from its edge are both read from what it finds.
struct OmissionWalk {
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
      marks.indices.filter { !marks[$0].accompaniesValues }
      + marks.indices.filter { marks[$0].accompaniesValues }
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
        OmittedPlace(reason: reason, edge: axis.flatMap { edge(mark, row, value: value, beyond: $0) }))
    }
  }

  /// Why a row has no place, which of its values and on which axis, `nil` when it has one.
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
    guard mark.mark.kind == .heatmap,
      let reason = ColorDomain.reason(against: mark.mark.value[row], in: colors)
    else { return nil }
    return (reason, mark.mark.value[row], nil)
  }

  /// Where the sign of a value stands that `axis` has no place for: where the row has one along the other axis.
  private func edge(
    _ mark: ResolvedMark, _ row: Int, value: Double, beyond axis: ResolvedAxis
  ) -> OmittedPlace.Edge? {
    let (other, ends) = axis.isVertical ? (x, mark.x) : (y, mark.y)
    guard mark.mark.kind != .heatmap, let place = ends.first?[row],
      ends.allSatisfy({ other.shows($0[row]) })
    else { return nil }
    return OmittedPlace.Edge(sign: axis.sign(for: value), place: place, isVertical: axis.isVertical)
  }

  /// Whether a row of a band has one end only on a logarithmic axis, so that the band is cut at the edge of the panel.
  private func isCut(_ mark: ResolvedMark, _ row: Int) -> Bool {
    guard mark.mark.kind == .band else { return false }
    let reasons = mark.y.map { y.reason(against: $0[row]) }
    return reasons.contains(.notPositive) && reasons.contains { $0 == nil }
  }

  private func cut(_ mark: ResolvedMark, _ row: Int) -> OmittedPlace? {
    guard isCut(mark, row), let edge = edge(mark, row, value: -1, beyond: y) else { return nil }
    return OmittedPlace(reason: .notPositive, edge: edge, isCut: true)
  }
}
