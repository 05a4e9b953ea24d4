import Analysis
import Gradients
import Studies

/// Curves as rows: the data of every figure of curves and of the download of all of them.
struct CurveTable {
  static let columns: [DataTable.Column] = [
    .words("model", "Model"), .words("task", "Task"), .words("style", "Style"),
    .words("relevance", "Relevance"), .words("statistic", "Statistic"), .words("projection", "Projection"),
    .numbers("layer", "Layer"), .numbers("mean", "Mean"), .numbers("lower", "Lower"),
    .numbers("upper", "Upper"), .numbers("n", "n"), .numbers("left_out", "Left out"),
  ]

  private(set) var table = DataTable(columns)

  /// Adds a row per layer of one curve; nothing when there is none.
  mutating func add(_ statistic: Statistic, of projection: Projection, from analysis: ConditionAnalysis) {
    for row in Self.rows(statistic, of: projection, from: analysis) { table.add(row) }
  }

  /// A row per layer of one curve; none when there is no curve.
  static func rows(
    _ statistic: Statistic, of projection: Projection, from analysis: ConditionAnalysis
  ) -> [[DataTable.Cell]] {
    guard let curve = analysis.curve(statistic, of: projection) else { return [] }
    let condition = analysis.condition
    return curve.means.enumerated().map { layer, mean in
      let interval = curve.intervals.isEmpty ? nil : curve.intervals[layer]
      return [
        .text(analysis.model), .text(condition.task), .text(condition.style.rawValue),
        .text(condition.relevance.rawValue), .text(statistic.rawValue), .text(projection.rawValue),
        .count(layer), .number(mean), .number(interval?.lower), .number(interval?.upper),
        .count(curve.sampleCount), .count(curve.leftOut),
      ]
    }
  }
}
