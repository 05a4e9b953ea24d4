import Analysis
import Gradients
import Studies

/// Curves as rows: the data of every figure of curves and of the download of all of them.
package struct CurveTable {
  static let columns: [Table.Column] = [
    .words("model", "Model"), .words("task", "Task"), .words("style", "Style"),
    .words("relevance", "Relevance"), .words("statistic", "Statistic"), .words("projection", "Projection"),
    .numbers("layer", "Layer"), .numbers("mean", "Mean"), .numbers("lower", "Lower"),
    .numbers("upper", "Upper"), .numbers("n", "n"), .numbers("left_out", "Left out"),
  ]

  package private(set) var table = Table(columns)

  package init() {}

  /// Adds a row per layer of one curve; nothing when there is none.
  package mutating func add(
    _ statistic: Statistic, of projection: Projection, from analysis: ConditionAnalysis
  ) {
    for row in Self.rows(statistic, of: projection, from: analysis) { table.add(row) }
  }

  /// Adds the rows of a curve that a figure shows: without a finite sample there are rows too, which count those that
  /// are left out.
  mutating func addShown(
    _ statistic: Statistic, of projection: Projection, from analysis: ConditionAnalysis
  ) {
    for row in Self.shownRows(statistic, of: projection, from: analysis) { table.add(row) }
  }

  /// A row per layer of one curve that a figure shows, without a mean where no sample is finite.
  static func shownRows(
    _ statistic: Statistic, of projection: Projection, from analysis: ConditionAnalysis
  ) -> [[Table.Cell]] {
    let rows = rows(statistic, of: projection, from: analysis)
    guard rows.isEmpty, analysis.coverage.computed > 0, analysis.projections.contains(projection) else {
      return rows
    }
    return (0..<analysis.layerCount).map { layer in
      place(statistic, projection, analysis) + [
        .count(layer), .number(nil), .number(nil), .number(nil), .count(0),
        .count(analysis.coverage.computed),
      ]
    }
  }

  private static func place(_ statistic: Statistic, _ projection: Projection, _ analysis: ConditionAnalysis)
    -> [Table.Cell]
  {
    let condition = analysis.condition
    return [
      .text(analysis.model), .text(condition.task), .text(condition.style.rawValue),
      .text(condition.relevance.rawValue), .text(statistic.rawValue), .text(projection.rawValue),
    ]
  }

  /// A row per layer of one curve; none when there is no curve.
  static func rows(
    _ statistic: Statistic, of projection: Projection, from analysis: ConditionAnalysis
  ) -> [[Table.Cell]] {
    guard let curve = analysis.curve(statistic, of: projection) else { return [] }
    return curve.means.enumerated().map { layer, mean in
      let interval = curve.intervals.isEmpty ? nil : curve.intervals[layer]
      return place(statistic, projection, analysis) + [
        .count(layer), .number(mean), .number(interval?.lower), .number(interval?.upper),
        .count(curve.sampleCount), .count(curve.leftOut),
      ]
    }
  }
}
