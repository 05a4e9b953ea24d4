/// Counts the intervals that hold the value at which a line is drawn across their panel, such as that of no effect.
struct IntervalWords {
  /// What rounding may take from an end, as a part of it: sums of some thousand numbers lose 10⁻¹³.
  private static let rounding = 1e-9

  /// Nil when there is no interval, or no line, or lines at different values.
  static func sentence(of figure: ResolvedFigure) -> String? {
    var lines: Set<Double> = []
    var (count, holding) = (0, 0)
    for panel in figure.panels {
      let isUpright = panel.y.categories == nil
      let rules = panel.marks.filter { $0.mark.kind == .rule }.flatMap { isUpright ? $0.y : $0.x }.flatMap(
        \.self)
      let intervals = panel.marks.filter { $0.mark.kind == .interval }
      guard !intervals.isEmpty, let line = rules.first else { continue }
      lines.formUnion(rules)
      for mark in intervals {
        let ends = isUpright ? mark.y : mark.x
        guard ends.count == 2 else { continue }
        let rows = mark.rows.filter { mark.isShown[$0] }
        count += rows.count
        let slack = line.magnitude * rounding
        holding += rows.count { ends[0][$0] - slack <= line && line <= ends[1][$0] + slack }
      }
    }
    guard count > 0, lines.count == 1, let line = lines.first else { return nil }
    let holders = holding == 0 ? "None of the" : "\(holding) of"
    return "\(holders) \(count) intervals \(holding > 1 ? "hold" : "holds") \(NumberText.plain(line))."
  }
}
