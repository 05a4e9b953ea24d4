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

extension Drawing {
  /// The strips as JSON, with the ends of the words and signs above and below them; nil for one column.
  ///
  /// `{"head": [bottom, right], "foot": [top, left, right], "base": bottom, "columns": [[side, left, right], ...]}`
  var stripsJSON: String? {
    guard let strips else { return nil }
    let words = elements.compactMap { element -> (y: Double, left: Double, right: Double)? in
      guard case .text(let line, let at, _, false) = element.shape else { return nil }
      return (at.y, at.x, at.x + line.width)
    }
    let heads = words.filter { $0.y <= strips.head }
    let feet = words.filter { $0.y >= strips.foot }
    let list = { (numbers: [Double]) in "[\(numbers.map(WebPath.number).joined(separator: ","))]" }
    let columns = strips.columns.map { list([$0.side, $0.left, $0.right]) }
    let head = list([strips.head, heads.map(\.right).max() ?? 0])
    let foot = list([strips.foot, feet.map(\.left).min() ?? 0, feet.map(\.right).max() ?? 0])
    return
      "{\"head\":\(head),\"foot\":\(foot),\"base\":\(WebPath.number(strips.base)),\"columns\":[\(columns.joined(separator: ","))]}"
  }
}
