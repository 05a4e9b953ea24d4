import Analysis
import Gradients
import Studies

/// Curves as rows: the data of every figure of curves and of the download of all of them.
struct CurveTable {
  private(set) var table = DataTable([
    .words("model", "Model"), .words("task", "Task"), .words("style", "Style"),
    .words("relevance", "Relevance"), .words("statistic", "Statistic"), .words("projection", "Projection"),
    .numbers("layer", "Layer"), .numbers("mean", "Mean"), .numbers("lower", "Lower"),
    .numbers("upper", "Upper"), .numbers("n", "n"), .numbers("left_out", "Left out"),
  ])

  /// Adds a row per layer of one curve; nothing when there is none.
  mutating func add(_ statistic: Statistic, of projection: Projection, from analysis: ConditionAnalysis) {
    guard let curve = analysis.curve(statistic, of: projection) else { return }
    let condition = analysis.condition
    for (layer, mean) in curve.means.enumerated() {
      let interval = curve.intervals.isEmpty ? nil : curve.intervals[layer]
      table.add([
        .text(analysis.model), .text(condition.task), .text(condition.style.rawValue),
        .text(condition.relevance.rawValue), .text(statistic.rawValue), .text(projection.rawValue),
        .count(layer), .number(mean), .number(interval?.lower), .number(interval?.upper),
        .count(curve.sampleCount), .count(curve.leftOut),
      ])
    }
  }
}
