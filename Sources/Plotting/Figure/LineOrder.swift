/// Which line of a panel is highest and which lowest on average, and where the two are furthest apart.
struct LineOrder: Equatable {
  private let top: String
  private let bottom: String
  /// The horizontal place; nil when the two have none in common.
  let widestGap: Double?

  /// Nil when the panel has no two lines of different series.
  init?(_ panel: ResolvedPanel, _ figure: ResolvedFigure) {
    let lines = panel.marks.filter { [.line, .step].contains($0.mark.kind) && $0.mark.series != nil }
      .compactMap { mark -> (name: String, mean: Double, points: [Double: Double])? in
        guard let xs = mark.x.first, let ys = mark.y.first else { return nil }
        let rows = mark.rows.filter { mark.isShown[$0] }
        guard !rows.isEmpty else { return nil }
        let points = Dictionary(rows.map { (xs[$0], ys[$0]) }) { first, _ in first }
        let mean = rows.reduce(0) { $0 + ys[$1] / Double(rows.count) }
        return (figure.name(of: mark) ?? "", mean, points)
      }
    guard lines.count > 1, let top = lines.max(by: { $0.mean < $1.mean }),
      let bottom = lines.min(by: { $0.mean < $1.mean }), top.name != bottom.name
    else { return nil }
    (self.top, self.bottom) = (top.name, bottom.name)
    let gaps = top.points.compactMap { x, y in bottom.points[x].map { (x: x, gap: abs(y - $0)) } }
    widestGap = gaps.max { ($0.gap, $1.x) < ($1.gap, $0.x) }?.x
  }

  /// The order of the lines in all panels with several, when it is the same in at least two.
  static func common(to figure: ResolvedFigure) -> LineOrder? {
    let orders = figure.panels.compactMap { LineOrder($0, figure) }
    guard orders.count > 1, orders.allSatisfy({ $0 == orders[0] }) else { return nil }
    return orders[0]
  }

  static func == (left: LineOrder, right: LineOrder) -> Bool {
    left.top == right.top && left.bottom == right.bottom
  }

  var words: String { "\(top) is highest and \(bottom) lowest" }
}
