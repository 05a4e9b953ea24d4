extension MarkPainter {
  /// A cell of a heatmap; one without a value is there, but has no colour of the scale.
  private struct Cell {
    var row: Int
    var center: Point
    /// The place of its value on the ramp of colours.
    var fraction: Double?
  }

  /// Cells, with their words in black or white, whichever reads better.
  ///
  /// Very many cells are gathered into one path for each of 256 colours, and those too small to be seen are
  /// averaged, so that a million of them make a file that opens.
  func heatmapElements(_ mark: ResolvedMark) -> [Element] {
    guard let domain = panel.resolved.colors else { return [] }
    let size = Size(width: cellSize(mark, isVertical: false), height: cellSize(mark, isVertical: true))
    let cells = mark.rows.compactMap { row in
      cellPlace(mark, row).map { center in
        Cell(
          row: row, center: center,
          fraction: mark.isShown[row] ? domain.fraction(mark.mark.value[row]) : nil)
      }
    }
    guard cells.count <= Self.mostSeparateCells else { return gathered(cells, size, domain) }
    return cells.map { cell in
      Element(.mark, .fill(Path(rect(around: cell.center, size)), color(cell, domain)))
    } + emptyCells(mark, size) + cellWords(cells, size, domain, panel.textLines(of: mark))
  }

  /// Where categories meet without a row of data: a frame with a dash in it, so that nobody takes the cell for the
  /// neutral colour or for the end of the map.
  private func emptyCells(_ mark: ResolvedMark, _ size: Size) -> [Element] {
    guard let columns = panel.resolved.x.categories, let rows = panel.resolved.y.categories,
      let xs = mark.x.first, let ys = mark.y.first
    else { return [] }
    let taken = Set(zip(xs, ys).map { [$0, $1] })
    var path = Path()
    for row in rows.indices.map(Double.init) {
      for column in columns.indices.map(Double.init) where !taken.contains([column, row]) {
        guard let x = place(x: column), let y = place(y: row) else { continue }
        path.add(rect(around: Point(x, y), size).grown(by: -theme.hairline / 2))
        let half = min(0.4 * metrics.font, 0.3 * size.width)
        path.move(Point(x - half, y))
        path.line(Point(x + half, y))
      }
    }
    return path.isEmpty ? [] : [Element(.mark, .stroke(path, Stroke(theme.axis, width: theme.hairline)))]
  }

  private static let mostSeparateCells = 2500

  private struct Size {
    var width: Double
    var height: Double
  }

  private func color(_ cell: Cell, _ domain: ColorDomain) -> Color {
    cell.fraction.map { domain.color(at: $0, theme: theme) } ?? theme.axis.opacity(0.45)
  }

  /// Large cells are set apart; small ones reach a hair over their neighbours, so that no seam shows.
  private func rect(around center: Point, _ size: Size) -> Rect {
    let rim = min(size.width, size.height) > 14 ? -0.4 : 0.1
    return Rect(
      left: max(center.x - size.width / 2 - rim, frame.left),
      top: max(center.y - size.height / 2 - rim, frame.top),
      right: min(center.x + size.width / 2 + rim, frame.right),
      bottom: min(center.y + size.height / 2 + rim, frame.bottom))
  }

  /// All words in one size, that of ticks or as much smaller as the widest needs to fit its cell; below two
  /// thirds of it nobody could read them, and there are none.
  private func cellWords(
    _ cells: [Cell], _ size: Size, _ domain: ColorDomain, _ lines: [TextLine?]
  ) -> [Element] {
    let shown = lines.compactMap { $0 }
    guard let widest = shown.map(\.width).max(), let highest = shown.map(\.size).max(), widest > 0 else {
      return []
    }
    let factor = min(1, (size.width - 2) / widest, (size.height - 1) / highest)
    guard factor > 0.66 else { return [] }
    return cells.compactMap { cell in
      guard let line = lines[cell.row]?.scaled(by: factor), let fraction = cell.fraction else { return nil }
      let at = Point(cell.center.x - line.width / 2, cell.center.y + line.ascent / 2)
      let ink = domain.color(at: fraction, theme: theme).readableInk
      return Element(.markText, .text(line, at: at, color: ink, turned: false))
    }
  }

  /// One path for each colour.
  private func gathered(_ cells: [Cell], _ size: Size, _ domain: ColorDomain) -> [Element] {
    let isFine = min(size.width, size.height) < Thinning.leastCell
    let size = Size(width: max(size.width, Thinning.leastCell), height: max(size.height, Thinning.leastCell))
    let levels = 255.0
    var paths: [Int: Path] = [:]
    for cell in isFine ? averaged(cells, size) : cells {
      let level = cell.fraction.map { Int(($0 * levels).rounded()) } ?? -1
      paths[level, default: Path()].add(rect(around: cell.center, size))
    }
    return paths.sorted { $0.key < $1.key }.map { level, path in
      let cell = Cell(row: 0, center: Point(0, 0), fraction: level < 0 ? nil : Double(level) / levels)
      return Element(.mark, .fill(path, color(cell, domain)))
    }
  }

  /// One cell for all that lie within one of that size.
  private func averaged(_ cells: [Cell], _ size: Size) -> [Cell] {
    struct Bin: Hashable {
      var column: Int
      var row: Int
    }
    var bins: [Bin: (sum: Double, count: Int)] = [:]
    var order: [Bin] = []
    for cell in cells {
      let bin = Bin(
        column: Int((cell.center.x - frame.left) / size.width),
        row: Int((cell.center.y - frame.top) / size.height))
      if bins[bin] == nil { order.append(bin) }
      let known = bins[bin] ?? (0, 0)
      bins[bin] = (known.sum + (cell.fraction ?? 0), known.count + (cell.fraction == nil ? 0 : 1))
    }
    return order.map { bin in
      let (sum, count) = bins[bin] ?? (0, 0)
      let center = Point(
        frame.left + (Double(bin.column) + 0.5) * size.width,
        frame.top + (Double(bin.row) + 0.5) * size.height)
      return Cell(row: 0, center: center, fraction: count == 0 ? nil : sum / Double(count))
    }
  }

  /// The middle of a cell, whether it has a value or not.
  private func cellPlace(_ mark: ResolvedMark, _ row: Int) -> Point? {
    guard let x = mark.x.first.flatMap({ place(x: $0[row]) }),
      let y = mark.y.first.flatMap({ place(y: $0[row]) }),
      x >= frame.left, x <= frame.right, y >= frame.top, y <= frame.bottom
    else { return nil }
    return Point(x, y)
  }

  private func cellSize(_ mark: ResolvedMark, isVertical: Bool) -> Double {
    slotSize(mark, isVertical: isVertical) / Self.slotShare * Double(BarSlots(panel.resolved.marks).count)
  }
}
