/// What a legend lists, and where it stands.
struct LegendEntries {
  /// The series that occur in any mark; one of which nothing is drawn says so after its name.
  let series: [Series]
  /// Whether a sample must be long enough to show a line.
  let hasLines: Bool
  /// Whether nothing is drawn of some series.
  private let hasSilent: Bool

  init(_ figure: ResolvedFigure) {
    let marks = figure.panels.flatMap(\.marks)
    let shown = Set(marks.compactMap(\.mark.series))
    let drawn = Set(marks.filter { $0.isShown.contains(true) }.map(\.mark.series))
    series = figure.series.filter { shown.contains($0.key) }.map { series in
      if drawn.contains(series.key) { return series }
      let hasValues = marks.contains { $0.mark.series == series.key && $0.hasValues }
      return Series(series.key, name: series.name + (hasValues ? " (none on the axes)" : " (no data)"))
    }
    hasLines = marks.contains { $0.mark.series != nil && $0.mark.kind.isLinear }
    hasSilent = !drawn.isSuperset(of: shown)
  }

  /// ``LegendPlacement/top`` or ``LegendPlacement/none`` for what was asked, in a figure whose lines have their names at
  /// their ends or not.
  func placement(_ asked: LegendPlacement, hasLineLabels: Bool) -> LegendPlacement {
    switch asked {
    case .none: .none
    case .top: .top
    case .automatic: hasLineLabels || series.count < 2 && !hasSilent ? .none : .top
    }
  }
}
