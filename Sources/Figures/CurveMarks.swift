import Analysis
import Plotting
import Studies

/// The marks and axes of curves over layers, the same in every figure.
package enum CurveMarks {
  /// A curve with its interval band, if it has one and `hasBand` says so. The band of what cannot be negative is cut at 0,
  /// below which Student t intervals of few samples reach. Of very few samples it is its edges, since a tint as wide as that would
  /// hide all other lines.
  package static func marks(
    _ curve: Curve, series: String, isNonNegative: Bool, hasBand: Bool = true, layers: LayerAxis = LayerAxis()
  ) -> [Mark] {
    let layers = layers.places(curve.means.count)
    let line = Mark.line(x: layers, y: curve.means, series: series)
    guard !curve.intervals.isEmpty, hasBand else { return [line] }
    let band = Mark.band(
      x: layers, low: curve.intervals.map { isNonNegative ? max($0.lower, 0) : $0.lower },
      high: curve.intervals.map(\.upper), series: series,
      style: MarkStyle(isOutlined: isOutlined(curve)))
    return [band, line]
  }

  /// Whether the band of a curve is drawn by its edges.
  static func isOutlined(_ curve: Curve) -> Bool { curve.sampleCount < leastSamples }

  /// Samples from which on an interval is narrow enough for a tint.
  private static let leastSamples = 5

  /// A panel of curves of `statistic`, which the first panel of a row names for all.
  package static func panel(
    title: String?, statistic: Statistic, layers: LayerAxis, scale: ValueScale, marks: [Mark],
    isFirst: Bool = true
  ) -> Panel {
    Panel(
      title: title, x: layers.axis,
      y: Axis(
        title: isFirst ? scale.title(statistic) : nil, scale: scale.kind,
        includesZero: statistic.startsAtZero, isNonNegative: statistic.isNonNegative),
      marks: marks)
  }

  /// Response styles as series, with the same colours everywhere.
  package static func series(_ styles: [ResponseStyle]) -> [Series] {
    styles.map { Series($0.rawValue, name: RichText.literal($0.label), slot: $0.slot) }
  }
}

extension ConditionAnalysis {
  /// Whether there is a curve of what `request` asks for.
  func hasCurve(_ request: FigureRequest) -> Bool {
    request.chosen(projections).contains { curve(request.measured, of: $0) != nil }
  }
}
