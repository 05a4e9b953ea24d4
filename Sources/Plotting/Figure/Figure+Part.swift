extension Figure {
  /// Some rows of panels as a figure of their own, so that what is too high for a page can stand on several.
  ///
  /// Everything around the grid is repeated, and axes that panels share across rows keep the extent that they have in
  /// the whole figure, so that the parts can be compared. `rows` must lie within ``panels``.
  ///
  /// - Throws: ``PlotError`` when the figure does not hold together.
  package func part(_ rows: Range<Int>) throws(PlotError) -> Figure {
    var part = self
    part.panels = Array(try panelsWithExtents()[rows])
    if !rowTitles.isEmpty { part.rowTitles = Array(rowTitles[rows]) }
    if !rowWeights.isEmpty { part.rowWeights = Array(rowWeights[rows]) }
    return part
  }

  /// The panels with the ends of those axes that they share across rows.
  private func panelsWithExtents() throws(PlotError) -> [[Panel?]] {
    let resolved = try FigureResolver(figure: self, theme: .light).resolve()
    return zip(panels, resolved.cells).map { row, cells in
      zip(row, cells).map { panel, cell in
        guard var panel, let cell else { return panel }
        if sharedX.isAcrossRows { panel.x.fix(to: cell.x) }
        if sharedY.isAcrossRows { panel.y.fix(to: cell.y) }
        return panel
      }
    }
  }
}

extension AxisSharing {
  /// Whether panels of different rows share it.
  fileprivate var isAcrossRows: Bool { self == .columns || self == .all }
}

extension Axis {
  /// Gives an axis of numbers the extent of the data and names it in full where it is one of categories.
  fileprivate mutating func fix(to resolved: ResolvedAxis) {
    if let categories = resolved.categories {
      scale = .band(categories)
    } else {
      (lower, upper) = (resolved.lower, resolved.upper)
    }
  }
}
