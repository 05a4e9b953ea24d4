extension Mark {
  /// Upright intervals with caps.
  public static func interval(
    x: Values, low: [Double], high: [Double], series: String? = nil, style: MarkStyle = MarkStyle()
  ) -> Mark {
    Mark(.interval, x: x, y: .numbers(low), y2: .numbers(high), series: series, style: style)
  }

  /// Lying intervals with caps, as in a forest plot.
  public static func interval(
    y: Values, low: [Double], high: [Double], series: String? = nil, style: MarkStyle = MarkStyle()
  ) -> Mark {
    Mark(.interval, x: .numbers(low), y: y, x2: .numbers(high), series: series, style: style)
  }
}

/// Stems with a cap at both ends.
enum IntervalGeometry: MarkGeometry {
  static let channels: MarkChannels = [.places, .farEnd]
  static let slot = BandSlots.Use.takes
  static let layer = MarkLayer.spans
  static let legendSample: LegendSample.Parts = .line
  static let chart = ChartName.intervalPlot

  static func draw(_ mark: ResolvedMark, with painter: MarkPainter) -> [Element] {
    let cap = 0.22 * painter.metrics.font
    let isUpright = mark.y.count > 1
    let (across, along) = isUpright ? (cap, 0) : (0, cap)
    var path = Path()
    for row in mark.rows {
      guard let near = painter.place(mark, row), let far = painter.place(mark, row, end: 1) else { continue }
      path.add(Path(from: near, to: far))
      for end in [near, far] {
        path.add(Path(from: Point(end.x - across, end.y - along), to: Point(end.x + across, end.y + along)))
      }
    }
    let stroke = painter.stroke(mark.mark, width: 0.85)
    return path.isEmpty ? [] : [Element(.mark, .stroke(path, Stroke(stroke.color, width: stroke.width)))]
  }
}

extension IntervalGeometry {
  /// The part of an end that rounding may take: sums of some thousand numbers lose 10⁻¹³.
  private static let rounding = 1e-9

  /// A count of the intervals that hold the value at which a line is drawn across their panel, such as that of no effect;
  /// nil when there is no interval, or no line, or lines at different values.
  static func sentence(about figure: ResolvedFigure) -> String? {
    var lines: Set<Double> = []
    var (count, holding) = (0, 0)
    for panel in figure.panels {
      let isUpright = panel.y.categories == nil
      let rules = panel.rules(isUpright: isUpright)
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
    return "\(holders) \(count) intervals \(holding > 1 ? "hold" : "holds") \(TickNumbers.plain(line))."
  }
}

extension ResolvedPanel {
  /// The interval of the mark's series at a place, as marks of these kinds show it; `nil` when it has none.
  func interval(
    beside mark: ResolvedMark, at place: Double, isUpright: Bool, kinds: Set<Mark.Kind> = [.interval]
  ) -> (low: Double, high: Double)? {
    for other in marks where kinds.contains(other.mark.kind) && other.mark.series == mark.mark.series {
      let ends = isUpright ? other.y : other.x
      let places = (isUpright ? other.x : other.y).first
      guard ends.count == 2, let row = places?.firstIndex(of: place), other.isShown[row] else { continue }
      return (ends[0][row], ends[1][row])
    }
    return nil
  }
}
