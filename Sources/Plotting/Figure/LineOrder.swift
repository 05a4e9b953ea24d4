/// Which line of a panel is highest and which lowest on average, and where the two are furthest apart.
struct LineOrder: Equatable {
  private let top: String
  private let bottom: String
  /// The horizontal place; nil when the two have none in common.
  let widestGap: Double?

  /// Nil when the panel has no two lines of different series.
  init?(_ panel: ResolvedPanel, _ figure: ResolvedFigure) {
    let lines = panel.marks.filter { $0.mark.kind == .line && $0.mark.series != nil }
      .compactMap { mark -> (name: String, mean: Double, points: [Double: Double])? in
        guard let xs = mark.x.first, let ys = mark.y.first else { return nil }
        let rows = mark.rows.filter { mark.isShown[$0] }
        guard !rows.isEmpty else { return nil }
        let points = Dictionary(rows.map { (xs[$0], ys[$0]) }) { first, _ in first }
        let mean = rows.reduce(0) { $0 + ys[$1] / Double(rows.count) }
        return (figure.name(of: mark) ?? "", mean, points)
      }
    guard lines.count > 1, let top = lines.max(by: { $0.mean < $1.mean }),
      let bottom = lines.min(by: { $0.mean < $1.mean }), top.name != bottom.name, top.mean > bottom.mean
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

  /// How often each line is highest, where that differs from panel to panel; nil when there is nothing to count.
  static func tally(of figure: ResolvedFigure) -> String? {
    let orders = figure.panels.compactMap { LineOrder($0, figure) }
    var counts: [(name: String, count: Int)] = []
    for order in orders {
      if let known = counts.firstIndex(where: { $0.name == order.top }) {
        counts[known].count += 1
      } else {
        counts.append((order.top, 1))
      }
    }
    guard let first = counts.max(by: { $0.count < $1.count }) else { return nil }
    let rest = counts.filter { $0.name != first.name }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    let others = rest.prefix(3).map { ", \($0.name) in \($0.count)" }.joined()
    return "On average \(first.name) is highest in \(first.count) of \(orders.count) panels\(others)."
  }

  static func == (left: LineOrder, right: LineOrder) -> Bool {
    left.top == right.top && left.bottom == right.bottom
  }

  /// That it holds in all panels.
  var sentence: String { "In every panel with lines, on average, \(words)." }

  var words: String { "\(top) is highest and \(bottom) lowest" }
}
