/// Upright strips of a figure, one for each column of panels, which a narrow page shows one below the other.
///
/// What stands above and below all columns, and what names the rows, belongs to no strip: a page shows it beside them.
/// Places are in points.
struct ColumnStrips: Sendable {
  /// A column of panels.
  struct Column: Sendable {
    let left: Double
    let right: Double
    /// The right edge of what stands left of the first panels and is meant for this column too: names of rows, and labels of
    /// axes that it shares; 0 where there is nothing.
    let side: Double
  }

  /// The lower edge of what stands above all columns.
  let head: Double
  /// The upper edge of what stands below all columns.
  let foot: Double
  /// The lower edge of what stands left of the panels: the labels of axes below these are not for other columns.
  let base: Double
  let columns: [Column]
}

extension GridSolver {
  /// The strips of a figure that is placed, whose feet begin at `foot`; nil for one column.
  func strips(foot: Double) -> ColumnStrips? {
    guard figure.columnCount > 1 else { return nil }
    let starts = (0..<figure.columnCount).map {
      $0 == 0 ? 0 : left(of: $0) - leftGutters[$0] - metrics.columnGap / 2
    }
    let ends = starts.dropFirst() + [layout.width]
    let names = layout.rowTitles.allSatisfy(\.isEmpty) ? 0 : metrics.margin + gridIndent
    let columns = zip(starts, ends).enumerated().map { column, ends in
      let hasLabels = layout.cells.contains { $0[column]?.showsYLabels ?? false }
      let side = column == 0 ? 0 : hasLabels ? names : left(of: 0) - metrics.tickLength
      return ColumnStrips.Column(left: ends.0, right: ends.1, side: side)
    }
    return ColumnStrips(
      head: layout.columnTitlesTop, foot: foot, base: layout.grid.bottom + 0.5 * metrics.small,
      columns: columns)
  }
}
