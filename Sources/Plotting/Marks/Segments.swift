extension Mark {
  /// Straight segments; with points at both ends they make a dumbbell or slope plot.
  public static func segments(
    x: Values, y: Values, x2: Values, y2: Values, series: String? = nil, style: MarkStyle = MarkStyle()
  ) -> Mark {
    Mark(.segments, x: x, y: y, x2: x2, y2: y2, series: series, style: style)
  }
}

/// Straight segments between two ends.
enum SegmentsGeometry: MarkGeometry {
  static let channels: MarkChannels = [.places, .farEnd]
  static let accompaniesValues = true
  static let layer = MarkLayer.spans
  static let legendSample: LegendSample.Parts = [.line, .wide]
  static let chart = ChartName.dotPlot

  static func draw(_ mark: ResolvedMark, with painter: MarkPainter) -> [Element] {
    var path = Path()
    for row in mark.rows {
      guard let near = painter.place(mark, row), let far = painter.place(mark, row, end: 1) else { continue }
      path.add(Path(from: near, to: far))
    }
    return path.isEmpty ? [] : [Element(.mark, .stroke(path, painter.stroke(mark.mark)))]
  }

  static func sentence(about figure: ResolvedFigure) -> String? { StepDescription(figure)?.sentence }
}

/// Describes dumbbells, points of several series joined by segments: where the step from the first series to the last is
/// largest upwards and downwards.
struct StepDescription {
  private struct Step {
    let place: String
    let first: Double
    let last: Double
    var factor: Double { last / first }

    var words: String { "\(place): \(TickNumbers.plain(first)) to \(TickNumbers.plain(last))" }
  }

  private let names: (first: String, last: String)
  private let steps: [Step]

  /// Nil when `figure` has no dumbbells of positive values.
  init?(_ figure: ResolvedFigure) {
    guard let first = figure.series.first, let last = figure.series.last, first.key != last.key else {
      return nil
    }
    steps = NamedPanel.all(of: figure).flatMap { Self.steps($0, from: first.key, to: last.key) }
    if steps.isEmpty { return nil }
    names = (RichText(first.name).words, RichText(last.name).words)
  }

  private static func steps(_ named: NamedPanel, from first: String, to last: String) -> [Step] {
    let panel = named.panel
    guard panel.marks.contains(where: { $0.mark.kind == .segments }), let places = panel.y.categories else {
      return []
    }
    let values = { (key: String) -> [Double: Double] in
      let marks = panel.marks.filter { $0.mark.kind == .points && $0.mark.series == key }
      let pairs = marks.flatMap { mark in
        mark.rows.filter { mark.isShown[$0] }.map { (mark.y[0][$0], mark.x[0][$0]) }
      }
      return Dictionary(pairs) { one, _ in one }
    }
    let (start, end) = (values(first), values(last))
    return places.indices.compactMap { index in
      guard let first = start[Double(index)], let last = end[Double(index)], min(first, last) > 0 else {
        return nil
      }
      let place = [named.name, panel.y.words(for: Double(index))].filter { !$0.isEmpty }
      return Step(place: place.joined(separator: ", "), first: first, last: last)
    }
  }

  /// Sentence on how many steps fall and rise, and which of them by the largest factor.
  var sentence: String {
    let falls = steps.filter { $0.factor < 1 }
    let rises = steps.filter { $0.factor > 1 }
    let parts = [
      (falls, "fall", falls.min { $0.factor < $1.factor }),
      (rises, "rise", rises.max { $0.factor < $1.factor }),
    ].compactMap { steps, verb, most in
      most.map { "\(steps.count) of \(self.steps.count) \(verb), by the largest factor \($0.words)" }
    }
    let change = parts.isEmpty ? "nothing changes" : parts.joined(separator: "; ")
    return "From \(names.first) to \(names.last) \(change)."
  }
}
