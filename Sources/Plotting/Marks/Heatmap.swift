extension Mark {
  /// Cells coloured by the panel's ``ColorScale``, one per row; `text` is written into the cells.
  public static func heatmap(x: Values, y: Values, values: [Double], text: [String] = []) -> Mark {
    Mark(.heatmap, x: x, y: y, value: values, text: text)
  }
}

/// Cells whose colour is their value; ``HeatmapDescription`` says what they show.
enum HeatmapGeometry: MarkGeometry {
  static let channels: MarkChannels = [.places, .value]
  static let hasCells = true
  static let fillsPanel = true
  static let layer = MarkLayer.cells
  static let chart = ChartName.heatmap

  static func draw(_ mark: ResolvedMark, with painter: MarkPainter) -> [Element] {
    painter.heatmapElements(mark)
  }
}

extension MarkPainter {
  /// A cell of a heatmap; one without a value is there, but has no colour of the scale.
  private struct Cell {
    var row: Int
    var center: Point
    /// The place of its value on the ramp of colours.
    var fraction: Double?
  }

  /// Cells, with their words in black or white, whichever reads better, and the mark of those without a value.
  ///
  /// Very many cells are gathered into one path for each of 256 colours, and those too small to be seen are
  /// averaged, so that a million of them make a file that opens.
  fileprivate func heatmapElements(_ mark: ResolvedMark) -> [Element] {
    guard let domain = panel.resolved.colors else { return [] }
    let size = Size(width: cellSize(mark, isVertical: false), height: cellSize(mark, isVertical: true))
    let cells = mark.rows.compactMap { row in
      cellPlace(mark, row).map { center in
        Cell(
          row: row, center: center,
          fraction: mark.isShown[row] ? domain.fraction(mark.mark.value[row]) : nil)
      }
    }
    let missing = missingPlaces(mark).map { rect(around: $0, size) }
    guard cells.count <= Self.mostSeparateCells else {
      return gathered(cells, size, domain) + blankElements(missing)
    }
    let blanks = cells.filter { $0.fraction == nil }.map { rect(around: $0.center, size) }
    return cells.flatMap { elements(of: $0, size, domain) } + blankElements(blanks + missing)
      + cellWords(cells, size, domain, panel.textLines(of: mark))
  }

  /// One cell with a value.
  private func elements(of cell: Cell, _ size: Size, _ domain: ColorDomain) -> [Element] {
    guard let fraction = cell.fraction else { return [] }
    let rect = rect(around: cell.center, size)
    return filled(Path(rect), at: fraction, domain, hatch: hatch(rect, at: fraction, domain))
  }

  /// An area in the colour of a place on the ramp.
  private func filled(
    _ path: Path, at fraction: Double, _ domain: ColorDomain, hatch: Path
  ) -> [Element] {
    let color = domain.color(at: fraction, theme: theme)
    let strokes = hatch.isEmpty ? [] : [Element(.mark, .stroke(hatch, theme.hatching(over: color)))]
    return [Element(.mark, .fill(path, color))] + strokes
  }

  /// The strokes over a cell; none but where hatching tells the sides of a scale apart.
  private func hatch(_ rect: Rect, at fraction: Double, _ domain: ColorDomain) -> Path {
    domain.isHatched(at: fraction, theme: theme)
      ? Hatch.rising(in: rect, spacing: metrics.hatchSpacing) : Path()
  }

  private static let mostSeparateCells = 2500

  private struct Size {
    var width: Double
    var height: Double
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

  /// The words of all cells in one size, that of ticks or as much smaller as the widest needs to fit its cell. Below two
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
    let threshold = Color.inkThreshold(
      cells.compactMap { $0.fraction.map { domain.color(at: $0, theme: theme) } })
    return cells.flatMap { cell -> [Element] in
      guard let line = lines[cell.row]?.scaled(by: factor), let fraction = cell.fraction else { return [] }
      let at = Point(cell.center.x - line.width / 2, cell.center.y + line.ascent / 2)
      let color = domain.color(at: fraction, theme: theme)
      var words = Element(
        .markText, .text(line, at: at, color: color.ink(darkAbove: threshold), turned: false))
      (words.anchor, words.ground) = (.middle, color)
      guard domain.isHatched(at: fraction, theme: theme) else { return [words] }
      let plate = line.bounds(at: at, turned: false).grown(by: 0.5)
      return [Element(.mark, .fill(Path(plate), color)), words]
    }
  }

  /// One path for each colour.
  private func gathered(_ cells: [Cell], _ size: Size, _ domain: ColorDomain) -> [Element] {
    let isFine = min(size.width, size.height) < Thinning.leastCell
    let size = Size(width: max(size.width, Thinning.leastCell), height: max(size.height, Thinning.leastCell))
    let levels = Double(ColorRamp.steps)
    var areas: [Int: (cells: Path, hatch: Path)] = [:]
    var blanks: [Rect] = []
    for cell in isFine ? averaged(cells, size) : cells {
      let rect = rect(around: cell.center, size)
      guard let fraction = cell.fraction else {
        blanks.append(rect)
        continue
      }
      let level = Int((fraction * levels).rounded())
      areas[level, default: (Path(), Path())].cells.add(rect)
      areas[level]?.hatch.add(hatch(rect, at: fraction, domain))
    }
    return areas.sorted { $0.key < $1.key }.flatMap { level, area in
      filled(area.cells, at: Double(level) / levels, domain, hatch: area.hatch)
    } + blankElements(blanks)
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
    slotSize(mark, isVertical: isVertical) / Self.slotShare * Double(BandSlots(panel.resolved.marks).count)
  }
}

extension MarkPainter {
  /// Cells without a value: a frame with a dash in it, or level strokes where a cell is too small for that. They have no
  /// colour, so that nobody takes them for a value, for the neutral colour or for the end of the map.
  fileprivate func blankElements(_ rects: [Rect]) -> [Element] {
    var path = Path()
    for rect in rects { path.add(blank(rect)) }
    return path.isEmpty ? [] : [Element(.mark, .stroke(path, Stroke(theme.axis, width: theme.hairline)))]
  }

  private func blank(_ rect: Rect) -> Path {
    guard min(rect.width, rect.height) > 0.5 * metrics.font else {
      return Hatch.level(in: rect, spacing: 0.2 * metrics.font)
    }
    var path = Path(rect.grown(by: -theme.hairline / 2))
    let half = min(0.4 * metrics.font, 0.25 * rect.width)
    path.move(Point(rect.centerX - half, rect.centerY))
    path.line(Point(rect.centerX + half, rect.centerY))
    return path
  }

  /// The cells of a map for which there is no row of data.
  fileprivate func missingPlaces(_ mark: ResolvedMark) -> [Point] {
    guard let xs = mark.x.first, let ys = mark.y.first, xs.count <= Self.mostLookedAt else { return [] }
    let columns = places(xs, panel.resolved.x)
    let rows = places(ys, panel.resolved.y)
    guard columns.count * rows.count <= Self.mostLookedAt else { return [] }
    let taken = Set(zip(xs, ys).map(CellPosition.init))
    guard taken.count * Self.leastTaken >= columns.count * rows.count else { return [] }
    return rows.flatMap { row in
      columns.compactMap { column in
        guard !taken.contains(CellPosition(x: column, y: row)), let x = place(x: column),
          let y = place(y: row)
        else { return nil }
        return Point(x, y)
      }
    }
  }

  private struct CellPosition: Hashable {
    var x: Double
    var y: Double
  }

  /// The most cells of a map whose single gaps can be seen.
  private static let mostLookedAt = 40_000

  /// The most places for each that has a row; where there are more, cells are scattered and make no map.
  private static let leastTaken = 10

  /// The places of columns or rows, in order.
  private func places(_ values: [Double], _ axis: ResolvedAxis) -> [Double] {
    axis.categories?.indices.map(Double.init) ?? Set(values.filter(axis.shows)).sorted()
  }
}
