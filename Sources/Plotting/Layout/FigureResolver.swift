/// Turns a figure into a ``ResolvedFigure``.
struct FigureResolver {
  let figure: Figure
  let theme: Theme

  /// A place in the grid of panels.
  private struct GridPosition: Hashable {
    var row: Int
    var column: Int
  }

  /// - Throws: ``PlotError`` when the figure does not hold together.
  func resolve() throws(PlotError) -> ResolvedFigure {
    try FigureChecks.check(figure)
    let columns = figure.panels.map(\.count).max() ?? 0
    var cells: [[ResolvedPanel?]] = figure.panels.map { row in
      row.map { panel in panel.map(unresolved) }
        + [ResolvedPanel?](repeating: nil, count: columns - row.count)
    }
    for (isVertical, sharing) in [(false, figure.sharedX), (true, figure.sharedY)] {
      for group in groups(cells, sharing) {
        try resolveAxis(of: group, isVertical: isVertical, in: &cells)
      }
    }
    resolveColors(in: &cells)
    shareNotation(\.x, in: &cells) { $0.x.title }
    shareNotation(\.y, in: &cells) { $0.y.title }
    for row in cells.indices {
      for column in cells[row].indices { cells[row][column]?.findShownRows() }
    }
    let series = orderedSeries()
    var looks: [String: SeriesLook] = [:]
    for (index, entry) in series.enumerated() {
      looks[entry.key] = theme.palette.look(slot: entry.slot ?? index, of: series.count)
    }
    return ResolvedFigure(figure: figure, series: series, looks: looks, cells: cells)
  }

  private func unresolved(_ panel: Panel) -> ResolvedPanel {
    let none = ResolvedAxis(
      axis: Axis(), isVertical: false, categories: nil, transform: .linear, lower: 0, upper: 1,
      isLowerFixed: false, isUpperFixed: false, isFilled: false, endsRound: false,
      isWhole: false)
    return ResolvedPanel(panel: panel, x: none, y: none, marks: [])
  }

  /// Lets axes of one title, or of a row that is titled once, write their numbers alike.
  private func shareNotation(
    _ axis: WritableKeyPath<ResolvedPanel, ResolvedAxis>, in cells: inout [[ResolvedPanel?]],
    title: (Panel) -> String?
  ) {
    let titles = cells.map { row -> [String?] in
      let own = row.map { $0.flatMap { title($0.panel) } }
      let first = own.compactMap(\.self).first
      return own.map { $0 ?? first }
    }
    var largest: [String?: [Double]] = [:]
    for (row, names) in zip(cells, titles) {
      for (panel, name) in zip(row, names) {
        if let number = panel?[keyPath: axis].largestNumber { largest[name, default: []].append(number) }
      }
    }
    let notations = largest.mapValues { PowerNotation(largest: $0) }
    for row in cells.indices {
      for column in cells[row].indices {
        guard let number = cells[row][column]?[keyPath: axis].largestNumber else { continue }
        cells[row][column]?[keyPath: axis].exponent = notations[titles[row][column]]?.exponent(of: number)
      }
    }
  }

  private func resolveColors(in cells: inout [[ResolvedPanel?]]) {
    let heatmaps = figure.panels.flatMap { $0.compactMap { $0 } }.filter(\.hasHeatmap)
    for row in cells.indices {
      for column in cells[row].indices {
        guard let panel = cells[row][column]?.panel, panel.hasHeatmap, let first = heatmaps.first else {
          continue
        }
        cells[row][column]?.colors =
          figure.sharesColors
          ? ColorDomain(first.color, panels: heatmaps) : ColorDomain(panel.color, panels: [panel])
      }
    }
  }

  /// The series listed first, those that only occur in marks behind them; listed ones that occur nowhere keep
  /// their colour but are not shown.
  private func orderedSeries() -> [Series] {
    let used = figure.panels.flatMap { $0.compactMap { $0 } }.flatMap(\.marks).compactMap(\.series)
    let listed = Set(figure.series.map(\.key))
    var seen = listed
    return figure.series + used.filter { seen.insert($0).inserted }.map { Series($0) }
  }

  private func groups(_ cells: [[ResolvedPanel?]], _ sharing: AxisSharing) -> [[GridPosition]] {
    var order: [Int] = []
    var members: [Int: [GridPosition]] = [:]
    for (row, line) in cells.enumerated() {
      for (column, panel) in line.enumerated() where panel != nil {
        let group =
          switch sharing {
          case .none: row * line.count + column
          case .rows: row
          case .columns: column
          case .all: 0
          }
        if members[group] == nil { order.append(group) }
        members[group, default: []].append(GridPosition(row: row, column: column))
      }
    }
    return order.compactMap { members[$0] }
  }

  /// Gives the panels of a group one domain.
  private func resolveAxis(
    of group: [GridPosition], isVertical: Bool, in cells: inout [[ResolvedPanel?]]
  ) throws(PlotError) {
    let panels = group.compactMap { cells[$0.row][$0.column]?.panel }
    let domain = try AxisDomain(panels: panels, isVertical: isVertical)
    for (cell, panel) in zip(group, panels) {
      let axis = isVertical ? panel.y : panel.x
      let resolved = domain.resolved(axis)
      guard let current = cells[cell.row][cell.column] else { continue }
      // The other axis' channels were resolved before, or will be.
      let marks = panel.marks.enumerated().map { index, mark in
        let known = current.marks.isEmpty ? nil : current.marks[index]
        let places = domain.places(of: mark)
        return ResolvedMark(
          mark: mark, index: index, x: isVertical ? known?.x ?? [] : places,
          y: isVertical ? places : known?.y ?? [])
      }
      cells[cell.row][cell.column] = ResolvedPanel(
        panel: panel, x: isVertical ? current.x : resolved, y: isVertical ? resolved : current.y, marks: marks
      )
    }
  }
}
